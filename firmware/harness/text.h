// Words of commands.
#pragma once

namespace neurio {

// The C library's strcmp is tuned for long texts and larger than all that this firmware compares.
inline bool equal(const char* left, const char* right) {
    while (*left != '\0' && *left == *right) {
        ++left;
        ++right;
    }
    return *left == *right;
}

}  // namespace neurio
