// Marks in time, for the host's clock or for a power monitor.
#pragma once

#include <stdint.h>

namespace neurio {

// Energy mode: marks are edges on the sync pin, and nothing is measured here.
#ifdef NEURIO_ENERGY_MODE
constexpr bool kEnergyMode = true;
#else
constexpr bool kEnergyMode = false;
#endif

// Prints a lap line, or pulses the sync pin.
void mark_now();

// The two marks around the timed part of an inference command. Sending the first lap line takes
// longer than a small inference, so it is kept out of the time between the laps: the second lap
// is the first plus what was measured after the line had gone.
class TimedWindow {
  public:
    void open();
    void close();

  private:
    uint64_t lap_ = 0;
    uint64_t begin_ = 0;
};

}  // namespace neurio
