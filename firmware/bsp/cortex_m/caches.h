// The caches of the Cortex-M7.
#pragma once

namespace neurio::caches {

// Turns both on, empty. Nothing here writes memory but the core, so they stay on for good.
void enable();

}  // namespace neurio::caches
