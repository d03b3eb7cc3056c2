// The clock tree. Each family has its own.
#pragma once

namespace neurio::clock {

// Brings core and buses from their clock after reset to the board's.
void initialise();

}  // namespace neurio::clock
