#include "harness/print.h"

#include <stddef.h>

#include "harness/platform.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

const char* find_gap(const char* pattern) {
    while (*pattern != '\0' && *pattern != '{') {
        ++pattern;
    }
    return pattern;
}

const char* skip_gap(const char* gap) { return *gap == '\0' ? gap : gap + 2; }

void print_span(const char* begin, const char* end) {
    while (begin != end) {
        print(*begin++);
    }
}

void print_pattern(const char* pattern, const Value* values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        print_before(pattern);
        values[i].print();
        pattern = skip_gap(find_gap(pattern));
    }
    print(pattern);
    end_line();
}

}  // namespace

void Value::print() const {
    switch (kind_) {
        case Kind::kText:
            neurio::print(text_);
            break;
        case Kind::kDecimal:
            print_decimal(number_);
            break;
        case Kind::kHex:
            neurio::print("0x");
            for (int shift = 24; shift >= 0; shift -= 8) {
                print_hex(static_cast<uint8_t>(number_ >> shift));
            }
            break;
    }
}

void print(char character) { platform::write_byte(static_cast<uint8_t>(character)); }

void print(const char* text) {
    while (*text != '\0') {
        print(*text++);
    }
}

void print_decimal(uint64_t number) {
    char digits[20];  // 2^64 - 1 has twenty
    size_t count = 0;
    do {
        digits[count++] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (count != 0) {
        print(digits[--count]);
    }
}

void print_hex(uint8_t byte) {
    constexpr char kDigits[] = "0123456789abcdef";
    print(kDigits[byte >> 4]);
    print(kDigits[byte & 15]);
}

void end_line() {
    print('\r');
    print('\n');
}

void print_line(const char* pattern) { print_pattern(pattern, nullptr, 0); }

void print_line(const char* pattern, Value first) { print_pattern(pattern, &first, 1); }

void print_line(const char* pattern, Value first, Value second) {
    const Value values[] = {first, second};
    print_pattern(pattern, values, 2);
}

void print_line(const char* pattern, Value first, Value second, Value third) {
    const Value values[] = {first, second, third};
    print_pattern(pattern, values, 3);
}

void print_before(const char* pattern) { print_span(pattern, find_gap(pattern)); }

void print_after(const char* pattern) { print(skip_gap(find_gap(pattern))); }

void HexLines::add(uint8_t byte) {
    if (in_line_ == 0) {
        print_before(pattern_);
    } else {
        print('-');
    }
    print_hex(byte);
    if (++in_line_ == protocol::kBytesPerLine) {
        end();
    }
}

void HexLines::end() {
    if (in_line_ != 0) {
        print_after(pattern_);
        end_line();
        in_line_ = 0;
    }
}

}  // namespace neurio
