// `db load N`, `db print` and `db HEX`.
#pragma once

#include "harness/commands.h"

namespace neurio {

void execute_data(const Words& words, State* state);

}  // namespace neurio
