// Words of commands.
#pragma once

#include <stddef.h>

namespace neurio {

// The C library's strcmp is tuned for long texts and larger than all that this firmware compares.
inline bool equal(const char* left, const char* right) {
    while (*left != '\0' && *left == *right) {
        ++left;
        ++right;
    }
    return *left == *right;
}

// As for strlen. A compiler would call that for a loop over characters alone.
inline size_t length(const char* text) {
    size_t count = 0;
    for (; text[count] != '\0'; ++count) {
        asm volatile("");
    }
    return count;
}

}  // namespace neurio
