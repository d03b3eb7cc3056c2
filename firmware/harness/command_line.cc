#include "harness/command_line.h"

#include "harness/line_rate.h"

namespace neurio {
namespace {

bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

// Commands are quoted in answers, so what cannot be printed must not get that far.
char printable(uint8_t byte) {
    const char character = static_cast<char>(byte);
    return is_blank(character) || (byte > 0x20 && byte < 0x7f) ? character : '?';
}

}  // namespace

bool CommandLine::take(uint8_t byte) {
    if (ended_) {
        length_ = 0;
        too_long_ = false;
        ended_ = false;
    }
    if (byte == kBreak) {
        length_ = 0;
        too_long_ = false;
    } else if (byte == protocol::kTerminator) {
        ended_ = true;
    } else if (length_ == protocol::kCommandCapacity) {
        too_long_ = true;
    } else {
        text_[length_++] = printable(byte);
    }
    return ended_;
}

Words CommandLine::split() {
    Words words{};
    bool inside = false;
    for (size_t i = 0; i < length_; ++i) {
        if (is_blank(text_[i])) {
            text_[i] = '\0';
            inside = false;
        } else if (!inside) {
            if (words.count < Words::kKept) {
                words.word[words.count] = &text_[i];
            }
            ++words.count;
            inside = true;
        }
    }
    text_[length_] = '\0';
    return words;
}

}  // namespace neurio
