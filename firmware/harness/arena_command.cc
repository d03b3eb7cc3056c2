#include "harness/arena_command.h"

#include "harness/count.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {

using namespace protocol;

void execute_arena(const Words& words, State* state) {
    const uint32_t most = state->engine.model().arena_bytes;
    uint32_t bytes = 0;
    uint32_t used = 0;
    if (words.count < 2) {
        print_line(kErrorNoArena);
    } else if (!parse_count(words.word[1], 1, &bytes) || bytes > most) {
        print_line(kErrorNotACount, uint64_t{1}, uint64_t{most}, words.word[1]);
    } else if (!state->engine.prepare(bytes, &used)) {
        print_line(kErrorModelFailed, state->engine.failure());
    } else {
        print_line(kAnswerArena, uint64_t{used});
    }
}

}  // namespace neurio
