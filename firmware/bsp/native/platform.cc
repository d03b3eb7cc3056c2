// The firmware as a process: the link is standard input and output, time is the host's.
#include "harness/platform.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "board.h"

namespace neurio::platform {
namespace {

constexpr size_t kBlockBytes = 4096;

uint8_t received[kBlockBytes];
size_t received_count = 0;
size_t received_next = 0;
uint8_t pending[kBlockBytes];
size_t pending_count = 0;
uint64_t start = 0;

uint64_t host_microseconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1000000u +
           static_cast<uint64_t>(now.tv_nsec) / 1000u;
}

// Where nobody reads any more, there is nobody left to run for.
void write_pending() {
    for (size_t done = 0; done < pending_count;) {
        const ssize_t written = write(STDOUT_FILENO, pending + done, pending_count - done);
        if (written > 0) {
            done += static_cast<size_t>(written);
        } else if (errno != EINTR) {
            _exit(1);
        }
    }
    pending_count = 0;
}

// Waits for the next bytes; false at the end of the input.
bool receive() {
    ssize_t count = 0;
    do {
        count = read(STDIN_FILENO, received, sizeof(received));
    } while (count < 0 && errno == EINTR);
    received_next = 0;
    received_count = count > 0 ? static_cast<size_t>(count) : 0;
    return received_count != 0;
}

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = 0;  // a pipe has no rate

void initialise() { start = host_microseconds(); }

int read_byte() {
    if (received_next == received_count) {
        write_pending();
        if (!receive()) {
            return -1;
        }
    }
    return received[received_next++];
}

bool has_byte() {
    pollfd input = {STDIN_FILENO, POLLIN, 0};
    return received_next != received_count || poll(&input, 1, 0) > 0;
}

bool has_baud(uint32_t) { return false; }

void set_baud(uint32_t) {}

void write_byte(uint8_t byte) {
    pending[pending_count++] = byte;
    if (byte == '\n' || pending_count == sizeof(pending)) {
        write_pending();
    }
}

void flush() { write_pending(); }

uint64_t microseconds() { return host_microseconds() - start; }

void pulse_sync_pin() {}  // a process has no pins

}  // namespace neurio::platform
