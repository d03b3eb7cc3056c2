#include "harness/timestamp.h"

#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {

void mark_now() {
    if (kEnergyMode) {
        platform::pulse_sync_pin();
    } else {
        print_line(protocol::kAnswerLap, platform::microseconds());
    }
}

void TimedWindow::open() {
    if (kEnergyMode) {
        platform::pulse_sync_pin();
        return;
    }
    lap_ = platform::microseconds();
    print_line(protocol::kAnswerLap, lap_);
    begin_ = platform::microseconds();
}

void TimedWindow::close() {
    if (kEnergyMode) {
        platform::pulse_sync_pin();
        return;
    }
    const uint64_t elapsed = platform::microseconds() - begin_;
    print_line(protocol::kAnswerLap, lap_ + elapsed);
}

}  // namespace neurio
