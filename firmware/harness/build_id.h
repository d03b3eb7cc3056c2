// What the linker has called this image: a digest of its contents.
#pragma once

namespace neurio {

// Sends it as hex digits in one line; none where the linker left none.
void print_build_id();

}  // namespace neurio
