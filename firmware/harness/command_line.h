// From a byte stream to commands: bytes are collected up to the terminator and split into words.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "harness/protocol_text.h"

namespace neurio {

// The words of a command. Words beyond the last that any command takes are counted, not kept.
struct Words {
    static constexpr size_t kKept = 3;
    const char* word[kKept];
    size_t count;
};

class CommandLine {
  public:
    // Takes the next byte from the host; true when it ends a command. A break drops what came
    // before it.
    bool take(uint8_t byte);

    // Of the ended command: whether it was longer than kCommandCapacity and so is lost.
    bool too_long() const { return too_long_; }

    // Splits the ended command at blanks. The words are valid until the next `take`.
    Words split();

  private:
    char text_[protocol::kCommandCapacity + 1];
    size_t length_ = 0;
    bool too_long_ = false;
    bool ended_ = false;
};

}  // namespace neurio
