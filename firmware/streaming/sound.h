// What the streaming test needs of a board: sound that comes in, and two pins besides the sync pin.
// Board support of boards with an I2S receiver implements it.
#pragma once

#include <stdint.h>

namespace neurio::sound {

// Samples of one channel in a hop; two channels are interleaved, 16 kHz each.
constexpr uint32_t kHop = 512;
constexpr uint32_t kChannels = 2;

// The pins at rest: processing low, detected high. Called once, before anything else here.
void initialise();

// Takes sound from now on.
void start();
void stop();

// The next hop once it has come, null before. It is overwritten when one more has come after the
// next: `late` is set where that has happened already.
const int16_t* take(bool* late);

// High while a hop is processed.
void set_processing_pin(bool high);

// A falling edge on the detected pin, low for at least 1 us, then high again.
void pulse_detected_pin();

}  // namespace neurio::sound
