// The clock tree.
#pragma once

namespace neurio::clock {

// Brings core and buses from 4 MHz (reset) to the board's clock.
void initialise();

}  // namespace neurio::clock
