#include "harness/build_id.h"

#include <stddef.h>
#include <stdint.h>

#include "harness/print.h"
#include "harness/protocol_text.h"

#ifdef __ELF__
extern "C" {
// The linker script puts the ELF note of --build-id between them.
extern const uint8_t build_id_begin[];
extern const uint8_t build_id_end[];
}
#endif

namespace neurio {
namespace {

// A note begins with three words, the sizes of name and contents first, and the name "GNU".
[[maybe_unused]] constexpr ptrdiff_t kHeaderBytes = 16;

}  // namespace

void print_build_id() {
    print_before(protocol::kAnswerBuild);
#ifdef __ELF__
    for (ptrdiff_t i = kHeaderBytes; i < build_id_end - build_id_begin; ++i) {
        print_hex(build_id_begin[i]);
    }
#endif
    print_after(protocol::kAnswerBuild);
    end_line();
}

}  // namespace neurio
