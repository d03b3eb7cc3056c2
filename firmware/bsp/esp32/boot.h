// What the boot ROM leaves to the image.
#pragma once

namespace neurio::boot {

// Stops the watchdogs and maps the flash. Reads no constant: there is none before.
void finish();

}  // namespace neurio::boot
