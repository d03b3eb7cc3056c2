#include "harness/line_rate.h"

#include "harness/platform.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

constexpr uint64_t kTrialMicroseconds = uint64_t{1000000} * protocol::kTrialSeconds;

}  // namespace

void LineRate::apply() {
    if (wanted_ != 0) {
        change(wanted_);
        wanted_ = 0;
    }
}

void LineRate::change(uint32_t baud) {
    platform::flush();
    platform::set_baud(baud);
    changed_ = baud != platform::kBootBaud;
    on_trial_ = changed_;
    if (on_trial_) {
        since_ = platform::microseconds();
    }
}

// The end of a trial does not depend on what comes: a flood of bytes cannot put it off.
int LineRate::read_byte() {
    while (on_trial_ && platform::microseconds() - since_ < kTrialMicroseconds) {
        if (platform::has_byte()) {
            return platform::read_byte();
        }
    }
    const int byte = on_trial_ ? kBreak : platform::read_byte();
    if (changed_ && byte == kBreak) {
        change(platform::kBootBaud);
    }
    return byte;
}

bool LineRate::answers(bool known) {
    on_trial_ = on_trial_ && !known;
    return !on_trial_;
}

}  // namespace neurio
