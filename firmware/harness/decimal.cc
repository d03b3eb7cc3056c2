#include "harness/decimal.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "harness/print.h"

namespace neurio {
namespace {

constexpr int kMantissaBits = 23;
constexpr uint32_t kMantissaMask = (uint32_t{1} << kMantissaBits) - 1;
constexpr uint32_t kSpecialExponent = 255;
constexpr int kExponentBias = 127 + kMantissaBits;

// An unsigned integer of 160 bits, enough for the largest float; least significant word first.
struct Wide {
    static constexpr size_t kWords = 5;
    uint32_t word[kWords];
};

// Divides by ten in place; returns the remainder.
uint32_t divide_by_ten(Wide* number) {
    uint64_t rest = 0;
    for (size_t i = Wide::kWords; i-- > 0;) {
        rest = (rest << 32) | number->word[i];
        number->word[i] = static_cast<uint32_t>(rest / 10);
        rest %= 10;
    }
    return static_cast<uint32_t>(rest);
}

bool is_zero(const Wide& number) {
    uint32_t any = 0;
    for (const uint32_t word : number.word) {
        any |= word;
    }
    return any == 0;
}

// mantissa * 2^shift with three decimals, all of them zero
void print_integer(uint32_t mantissa, int shift) {
    Wide number{};
    const uint64_t shifted = static_cast<uint64_t>(mantissa) << (shift % 32);
    number.word[shift / 32] = static_cast<uint32_t>(shifted);
    number.word[shift / 32 + 1] = static_cast<uint32_t>(shifted >> 32);
    char digits[40];  // the largest float has 39
    size_t count = 0;
    do {
        digits[count++] = static_cast<char>('0' + divide_by_ten(&number));
    } while (!is_zero(number));
    while (count != 0) {
        print(digits[--count]);
    }
    print(".000");
}

// mantissa * 2^-shift with three decimals
void print_fraction(uint32_t mantissa, int shift) {
    uint64_t thousandths = 0;
    if (shift < 64) {
        const uint64_t scaled = uint64_t{1000} * mantissa;
        const uint64_t half = uint64_t{1} << (shift - 1);
        const uint64_t rest = scaled & (2 * half - 1);
        thousandths = scaled >> shift;
        if (rest > half || (rest == half && (thousandths & 1) != 0)) {
            ++thousandths;
        }
    }
    print_decimal(thousandths / 1000);
    print('.');
    const uint32_t decimals = static_cast<uint32_t>(thousandths % 1000);
    print(static_cast<char>('0' + decimals / 100));
    print(static_cast<char>('0' + decimals / 10 % 10));
    print(static_cast<char>('0' + decimals % 10));
}

}  // namespace

void print_three_decimals(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    const uint32_t exponent = (bits >> kMantissaBits) & 255;
    const uint32_t fraction = bits & kMantissaMask;
    if ((bits >> 31) != 0) {
        print('-');
    }
    if (exponent == kSpecialExponent) {
        print(fraction == 0 ? "inf" : "nan");
        return;
    }
    const uint32_t mantissa = exponent == 0 ? fraction : fraction | (kMantissaMask + 1);
    const int shift = static_cast<int>(exponent == 0 ? 1 : exponent) - kExponentBias;
    if (shift >= 0) {
        print_integer(mantissa, shift);
    } else {
        print_fraction(mantissa, -shift);
    }
}

}  // namespace neurio
