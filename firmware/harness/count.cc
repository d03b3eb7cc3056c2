#include "harness/count.h"

namespace neurio {

bool parse_count(const char* word, uint32_t minimum, uint32_t* count) {
    uint32_t value = 0;
    const char* next = word;
    for (; *next >= '0' && *next <= '9'; ++next) {
        const uint32_t digit = static_cast<uint32_t>(*next - '0');
        if (value > (UINT32_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    if (next == word || *next != '\0' || value < minimum) {
        return false;
    }
    *count = value;
    return true;
}

}  // namespace neurio
