// The clock tree.
#pragma once

namespace neurio::clock {

// Brings core and peripherals from the ring oscillator to the board's clock.
void initialise();

}  // namespace neurio::clock
