// The rate of the line: the one of the boot, or another one that the host has asked for.
#pragma once

#include <stdint.h>

namespace neurio {

// What a break is received as. No command holds it.
constexpr uint8_t kBreak = 0;

// Another rate is on trial for kTrialSeconds, until a command is understood; it ends with a break.
// Both ways the line is back at the rate of the boot, whatever was sent meanwhile.
class LineRate {
  public:
    // Asks for another rate, which the platform has.
    void request(uint32_t baud) { wanted_ = baud; }

    // Goes on at the rate that was asked for, if one was. Called behind the answer.
    void apply();

    // The next byte from the host, negative once the link has ended. A kBreak that was not sent
    // tells that a trial is over.
    int read_byte();

    // Whether a command is to be answered: on trial, only one that is known, which ends the trial.
    bool answers(bool known);

  private:
    void change(uint32_t baud);

    uint32_t wanted_ = 0;
    bool changed_ = false;
    bool on_trial_ = false;
    uint64_t since_ = 0;
};

}  // namespace neurio
