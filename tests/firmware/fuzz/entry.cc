// The firmware's harness as a function of the bytes that a host sends, for fuzzers.
//
// An execution boots, takes all bytes, and checks what was answered: printable lines that end in
// CR LF, and one ready line for the boot and for each terminator.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/model.h"
#include "harness/platform.h"

int firmware_main();

namespace neurio {
namespace {

constexpr uint32_t kCodes = 16;
constexpr uint32_t kMostInferences = 2000;
constexpr char kReady[] = "m-ready\r\n";

const uint8_t* next = nullptr;
const uint8_t* last = nullptr;
uint32_t inferences = 0;
uint64_t clock_us = 0;
jmp_buf given_up;

char line[64];
size_t line_length = 0;
size_t ready_lines = 0;

// What the line does: a silent second, and the state that a host would see.
constexpr uint8_t kSilence = 0x16;
constexpr uint32_t kSilenceUs = 1000000;
constexpr uint32_t kTrialUs = 2000000;
uint32_t baud = 0;
bool unanswered = false;  // a terminator was read, and no ready line came since
bool on_its_way = false;  // a byte was written, and `flush` not called since
bool on_trial = false;
uint64_t trial_since = 0;
bool broken = false;  // a break was read at another rate than the boot's

[[noreturn]] void finding(const char* what) {
    fprintf(stderr, "finding: %s\n", what);
    abort();
}

// Only on trial may a command stay without an answer.
void check_answered() {
    if (unanswered && !on_trial) {
        finding("a command was not answered");
    }
}

// `infer 4000000000` is a fair command, and takes longer than a fuzzer has.
void count_inference() {
    if (++inferences > kMostInferences) {
        longjmp(given_up, 1);
    }
}

void copy(const void* const inputs[], void* const outputs[], uint8_t*) {
    count_inference();
    memcpy(outputs[0], inputs[0], kCodes);
}

void swap(const void* const inputs[], void* const outputs[], uint8_t* arena) {
    count_inference();
    memcpy(arena, inputs[1], 4);
    memcpy(outputs[0], arena, 4);
    memcpy(outputs[1], inputs[0], 3);
}

constexpr Port kInt8Port = {ElementType::kInt8, kCodes, 0.25f, -3};
constexpr Port kTwoInputs[] = {{ElementType::kInt8, 3, 1.0f, 0}, {ElementType::kInt16, 4, 1.0f, 0}};
constexpr Port kTwoOutputs[] = {{ElementType::kFloat32, 4, 0.0f, 0},
                                {ElementType::kInt8, 3, 1.0f, 0}};
constexpr Model kCopy = {
    "copy", InputEncoding::kUnsigned8, ResultKind::kTop1, 1, 1, &kInt8Port, &kInt8Port, 0, copy};
constexpr Model kError = {"error",
                          InputEncoding::kFloat32,
                          ResultKind::kMeanSquaredError,
                          1,
                          1,
                          &kInt8Port,
                          &kInt8Port,
                          0,
                          copy};
constexpr Model kTwo = {
    "two", InputEncoding::kAsIs, ResultKind::kDequantised, 2, 2, kTwoInputs, kTwoOutputs, 4, swap};
constexpr const Model* kModels[] = {&kCopy, &kError, &kTwo};

uint8_t buffer[64];
alignas(16) uint8_t inputs[32];
alignas(16) uint8_t outputs[32];
alignas(16) uint8_t arena[16];

void end_line() {
    if (line_length < 2 || line[line_length - 2] != '\r') {
        finding("a line does not end in CR LF");
    }
    if (line_length == sizeof(kReady) - 1 && memcmp(line, kReady, line_length) == 0) {
        ++ready_lines;
        unanswered = false;
        on_trial = false;  // what is answered is understood
    }
    line_length = 0;
}

}  // namespace

const Suite kSuite = {kModels,        3,       buffer,          sizeof(buffer), inputs,
                      sizeof(inputs), outputs, sizeof(outputs), arena,          sizeof(arena)};

namespace platform {

const char* const kBoardId = "fuzz";

void initialise() {
    clock_us = 0;
    baud = kBootBaud;
    unanswered = on_its_way = on_trial = broken = false;
}

const uint32_t kBootBaud = 115200;

int read_byte() {
    check_answered();
    if (broken) {
        finding("a break did not end another rate");
    }
    if (on_trial && clock_us - trial_since > kTrialUs + kSilenceUs) {
        finding("a trial outlives its time");
    }
    unanswered = false;
    while (next != last && *next == kSilence) {
        ++next;
        clock_us += kSilenceUs;
    }
    if (next == last) {
        return -1;
    }
    if (*next == 0 && baud != kBootBaud) {
        broken = !on_trial;
    }
    unanswered = *next == '%';
    return *next++;
}

// A silent second passes while the firmware looks, not while it waits.
bool has_byte() {
    if (next != last && *next == kSilence) {
        ++next;
        clock_us += kSilenceUs;
        return false;
    }
    return true;
}

bool has_baud(uint32_t rate) { return rate >= 9600 && rate <= 1000000; }

void set_baud(uint32_t rate) {
    if (!has_baud(rate)) {
        finding("a rate that the link does not have");
    }
    if (on_its_way) {
        finding("the rate changes before an answer has left");
    }
    check_answered();
    baud = rate;
    unanswered = broken = false;
    on_trial = rate != kBootBaud;
    trial_since = clock_us;
}

void write_byte(uint8_t byte) {
    on_its_way = true;
    if (byte != '\r' && byte != '\n' && (byte < 0x20 || byte > 0x7e)) {
        finding("a byte of an answer is not printable");
    }
    // Only the end of a line and the ready line matter: long lines keep their last places.
    if (line_length == sizeof(line)) {
        line[line_length - 3] = line[line_length - 2];
        line[line_length - 2] = line[line_length - 1];
        --line_length;
    }
    line[line_length++] = static_cast<char>(byte);
    if (byte == '\n') {
        end_line();
    }
}

void flush() { on_its_way = false; }

uint64_t microseconds() { return clock_us += 7; }

void pulse_sync_pin() {}

}  // namespace platform
}  // namespace neurio

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace neurio;
    next = data;
    last = data + size;
    inferences = 0;
    line_length = 0;
    ready_lines = 0;
    size_t most = 1;
    for (size_t i = 0; i < size; ++i) {
        most += data[i] == '%';
    }
    if (setjmp(given_up) == 0) {
        firmware_main();
        if (line_length != 0) {
            finding("an answer ends within a line");
        }
        if (ready_lines > most) {
            finding("more than one ready line a command");
        }
        check_answered();
    }
    return 0;
}
