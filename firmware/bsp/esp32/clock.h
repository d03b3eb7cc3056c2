// The clock tree. Each chip has its own.
#pragma once

namespace neurio::clock {

// Brings the core from the crystal's clock to 160 MHz.
void initialise();

}  // namespace neurio::clock
