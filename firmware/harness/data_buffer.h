// The input bytes that `db` commands bring. A refused command changes nothing.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace neurio {

class DataBuffer {
  public:
    DataBuffer(uint8_t* bytes, size_t capacity) : bytes_(bytes), capacity_(capacity) {}

    size_t capacity() const { return capacity_; }
    const uint8_t* bytes() const { return bytes_; }
    // Bytes announced by `begin`; 0 before.
    uint32_t expected() const { return expected_; }
    // Bytes that came so far.
    uint32_t received() const { return received_; }
    bool complete() const { return expected_ != 0 && received_ == expected_; }

    // Expects `count` bytes, from 1 to the capacity, in place of all that was loaded before.
    void begin(uint32_t count);

    // Forgets what was loaded.
    void clear() { expected_ = received_ = 0; }

    // Takes pairs of hex digits; those beyond the expected bytes are ignored. Returns null, or the
    // character that is no hex digit, in which case nothing is taken. The number of digits is even.
    const char* append(const char* digits, size_t count);

    // Fills the missing bytes with those that came, over and over; at least one came.
    void repeat();

  private:
    uint8_t* bytes_;
    size_t capacity_;
    uint32_t expected_ = 0;
    uint32_t received_ = 0;
};

}  // namespace neurio
