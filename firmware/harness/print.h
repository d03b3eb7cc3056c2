// Text to the host, piece by piece; nothing is buffered here, so no line is too long.
#pragma once

#include <stdint.h>

namespace neurio {

// A word that is shown as eight hex digits.
struct Hex {
    uint32_t word;
};

// What fills a {} of a pattern.
class Value {
  public:
    Value(const char* text) : kind_(Kind::kText), text_(text) {}
    Value(uint64_t number) : kind_(Kind::kDecimal), number_(number) {}
    Value(Hex hex) : kind_(Kind::kHex), number_(hex.word) {}
    void print() const;

  private:
    enum class Kind : uint8_t { kText, kDecimal, kHex };
    Kind kind_;
    union {
        const char* text_;
        uint64_t number_;
    };
};

void print(char character);
void print(const char* text);
void print_decimal(uint64_t number);
void print_hex(uint8_t byte);
void end_line();

// `pattern` with each {} replaced by the next value, and the line end.
void print_line(const char* pattern);
void print_line(const char* pattern, Value first);
void print_line(const char* pattern, Value first, Value second);
void print_line(const char* pattern, Value first, Value second, Value third);

// What stands before the {} of a pattern, and what stands behind it.
void print_before(const char* pattern);
void print_after(const char* pattern);

// Bytes as lines of one pattern, kBytesPerLine each, as pairs of hex digits joined by '-'.
class HexLines {
  public:
    explicit HexLines(const char* pattern) : pattern_(pattern) {}
    void add(uint8_t byte);
    // Ends the last line, if there is one.
    void end();

  private:
    const char* pattern_;
    uint32_t in_line_ = 0;
};

}  // namespace neurio
