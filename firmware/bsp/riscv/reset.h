// How a chip starts anew. Each family implements it.
#pragma once

namespace neurio {

[[noreturn]] void reset_chip();

}  // namespace neurio
