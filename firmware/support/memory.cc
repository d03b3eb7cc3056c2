// Copies and fills by words where both ends allow it. The compiler must not make calls of these
// functions out of their own loops: this file is compiled with -fno-builtin.
#include <stdint.h>
#include <string.h>

namespace {

constexpr uintptr_t kWord = sizeof(uint32_t);

// Words that may overlay any object.
using Word = uint32_t __attribute__((may_alias));

bool aligned(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer) % kWord == 0; }

}  // namespace

extern "C" {

void* memcpy(void* to, const void* from, size_t bytes) {
    auto* out = static_cast<uint8_t*>(to);
    const auto* in = static_cast<const uint8_t*>(from);
    if (aligned(out) && aligned(in)) {
        for (; bytes >= kWord; bytes -= kWord, out += kWord, in += kWord) {
            *reinterpret_cast<Word*>(out) = *reinterpret_cast<const Word*>(in);
        }
    }
    for (; bytes != 0; --bytes) {
        *out++ = *in++;
    }
    return to;
}

void* memmove(void* to, const void* from, size_t bytes) {
    if (reinterpret_cast<uintptr_t>(to) <= reinterpret_cast<uintptr_t>(from)) {
        return memcpy(to, from, bytes);
    }
    auto* out = static_cast<uint8_t*>(to) + bytes;
    const auto* in = static_cast<const uint8_t*>(from) + bytes;
    for (; bytes != 0; --bytes) {
        *--out = *--in;
    }
    return to;
}

void* memset(void* to, int value, size_t bytes) {
    auto* out = static_cast<uint8_t*>(to);
    const uint8_t byte = static_cast<uint8_t>(value);
    if (aligned(out)) {
        for (; bytes >= kWord; bytes -= kWord, out += kWord) {
            *reinterpret_cast<Word*>(out) = byte * 0x01010101u;
        }
    }
    for (; bytes != 0; --bytes) {
        *out++ = byte;
    }
    return to;
}

size_t strlen(const char* text) {
    const char* end = text;
    while (*end != 0) {
        ++end;
    }
    return static_cast<size_t>(end - text);
}

}  // extern "C"
