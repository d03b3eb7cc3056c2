#include "harness/baud_command.h"

#include "harness/count.h"
#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

using namespace protocol;

void refuse() {
    if (platform::kBootBaud == 0) {
        print_line(kErrorNoRates);
        return;
    }
    print_before(kErrorWrongBaud);
    const char* separator = "";
    for (const uint32_t rate : kRates) {
        if (platform::has_baud(rate)) {
            print(separator);
            print_decimal(rate);
            separator = ", ";
        }
    }
    print_after(kErrorWrongBaud);
    end_line();
}

}  // namespace

void execute_baud(const Words& words, State* state) {
    uint32_t rate = 0;
    if (words.count < 2) {
        print_line(kErrorNoBaud);
    } else if (!parse_count(words.word[1], 1, &rate)) {
        print_line(kErrorNotACount, uint64_t{1}, uint64_t{UINT32_MAX}, words.word[1]);
    } else if (!platform::has_baud(rate)) {
        refuse();
    } else {
        print_line(kAnswerBaud, uint64_t{rate});
        state->rate.request(rate);
    }
}

}  // namespace neurio
