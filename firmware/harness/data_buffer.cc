#include "harness/data_buffer.h"

#include <string.h>

namespace neurio {
namespace {

// 0 to 15, or negative where the character is no hex digit.
int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

void DataBuffer::begin(uint32_t count) {
    memset(bytes_, 0, count);  // `db print` never shows an older input
    expected_ = count;
    received_ = 0;
}

const char* DataBuffer::append(const char* digits, size_t count) {
    const size_t missing = expected_ - received_;
    const size_t taken = count / 2 < missing ? count / 2 : missing;
    for (size_t i = 0; i < 2 * taken; ++i) {
        if (digit_value(digits[i]) < 0) {
            return &digits[i];
        }
    }
    for (size_t i = 0; i < taken; ++i) {
        const int value = digit_value(digits[2 * i]) * 16 + digit_value(digits[2 * i + 1]);
        bytes_[received_++] = static_cast<uint8_t>(value);
    }
    return nullptr;
}

void DataBuffer::repeat() {
    const uint32_t period = received_;
    while (received_ < expected_) {
        bytes_[received_] = bytes_[received_ - period];
        ++received_;
    }
}

}  // namespace neurio
