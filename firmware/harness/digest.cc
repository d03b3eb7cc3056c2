#include "harness/digest.h"

#include "harness/ports.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

// CRC-32 of four bits, with the polynomial 0xEDB88320: sixteen words instead of 256 save flash.
constexpr uint32_t kNibbles[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

constexpr uint32_t kAdlerModulus = 65521;

void print_word(uint32_t word) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        print_hex(static_cast<uint8_t>(word >> shift));
    }
}

class Digest {
  public:
    void add(const uint8_t* bytes, size_t count) {
        for (size_t i = 0; i < count; ++i) {
            add(bytes[i]);
        }
    }
    void print() const {
        print_before(protocol::kAnswerDigest);
        print_word(~crc_);
        print_word(sums_ << 16 | sum_);
        print_after(protocol::kAnswerDigest);
        end_line();
    }

  private:
    void add(uint8_t byte) {
        crc_ ^= byte;
        crc_ = (crc_ >> 4) ^ kNibbles[crc_ & 15];
        crc_ = (crc_ >> 4) ^ kNibbles[crc_ & 15];
        sum_ += byte;
        sum_ -= sum_ >= kAdlerModulus ? kAdlerModulus : 0;
        sums_ += sum_;
        sums_ -= sums_ >= kAdlerModulus ? kAdlerModulus : 0;
    }

    uint32_t crc_ = 0xFFFFFFFF;
    uint32_t sum_ = 1;
    uint32_t sums_ = 0;
};

}  // namespace

void print_digest(const uint8_t* bytes, size_t count) {
    Digest digest;
    digest.add(bytes, count);
    digest.print();
}

void print_output_digest(const Model& model, const uint8_t* outputs) {
    Digest digest;
    for (uint32_t i = 0; i < model.output_count; ++i) {
        digest.add(outputs, model.outputs[i].bytes);
        outputs += port_stride(model.outputs[i]);
    }
    digest.print();
}

}  // namespace neurio
