// Up to 16 channels of some input rows, transposed to [channel][column][row] in scratch.
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_depthwise_windows_s8.h"

namespace neurio {

class WindowTile {
  public:
    static constexpr int32_t kChannels = 16;

    // `scratch` is filled with the input's zero point: its columns of padding are not written.
    WindowTile(const MveDepthwiseWindowsParams& params, int32_t channels, int8_t* scratch)
        : p_(params), channels_(channels), scratch_(scratch + params.pad_columns * params.pitch) {
        const int32_t inside = p_.tile_columns - p_.pad_columns;
        columns_ = inside < p_.input_columns ? inside : p_.input_columns;
        // Where pixels are smaller than a vector and side by side, a vector takes several. Lanes
        // are stored by pairs, so behind an odd number of channels a store hits one channel more.
        if (p_.input_column_bytes == channels && channels % 2 == 0) pixels_ = kChannels / channels;
        const int32_t pixel = pixels_ > 1 ? channels : kChannels;
        const int32_t channel_bytes = p_.tile_columns * p_.pitch;
        for (int32_t i = 0; i < kChannels; ++i) {
            const int32_t offset = i % pixel * channel_bytes + i / pixel * p_.pitch;
            (i % 2 == 0 ? even_ : odd_)[i / 2] = static_cast<uint16_t>(offset);
        }
        for (int32_t i = 0; i < kChannels; ++i) {
            zeros_[i] = static_cast<int8_t>(p_.input_zero_point);
        }
    }

    // Rows `first` to `first + count - 1` of the input that begins at `input`; rows outside the
    // image are padding.
    void transpose(const int8_t* input, int32_t first, int32_t count) const {
        for (int32_t row = 0; row < count; ++row) {
            const int32_t y = first + row;
            if (y >= 0 && y < p_.input_rows) {
                scatter(input + y * p_.input_row_bytes, pixels_ * p_.input_column_bytes, row);
            } else {
                scatter(zeros_, 0, row);
            }
        }
    }

  private:
    void scatter(const int8_t* source, int32_t source_step, int32_t row) const {
        const int32_t vectors = columns_ / pixels_;
        const int32_t rest = columns_ % pixels_;
        const int32_t step = pixels_ * p_.pitch;
        int8_t* const target = scratch_ + row;
        scatter_vectors(source, source_step, target, step, vectors, pixels_ * channels_);
        if (rest > 0) {
            scatter_vectors(source + vectors * source_step, 0, target + vectors * step, 0, 1,
                            rest * channels_);
        }
    }

    // The first `lanes` elements of each vector, even ones first.
    void scatter_vectors(const int8_t* source, int32_t source_step, int8_t* target,
                         int32_t target_step, int32_t count, int32_t lanes) const {
        asm volatile(
            "vctp.8       %[lanes]                    \n"
            "vldrh.u16    q1, [%[even]]               \n"
            "vldrh.u16    q2, [%[odd]]                \n"
            "wls          lr, %[count], 1f            \n"
            "0:                                       \n"
            "vpstttt                                  \n"
            "vldrbt.u8    q0, [%[source]]             \n"
            "vstrbt.16    q0, [%[target], q1]         \n"
            "vshrt.u16    q0, q0, #8                  \n"
            "vstrbt.16    q0, [%[target], q2]         \n"
            "add          %[source], %[source_step]   \n"
            "add          %[target], %[target_step]   \n"
            "le           lr, 0b                      \n"
            "1:                                       \n"
            : [source] "+r"(source), [target] "+r"(target)
            : [source_step] "r"(source_step), [target_step] "r"(target_step), [count] "r"(count),
              [lanes] "r"(lanes), [even] "r"(even_), [odd] "r"(odd_)
            : "lr", "q0", "q1", "q2", "memory");
    }

    const MveDepthwiseWindowsParams& p_;
    int32_t channels_;
    int32_t columns_ = 0;
    int32_t pixels_ = 1;
    int8_t* scratch_;
    uint16_t even_[kChannels / 2] = {};
    uint16_t odd_[kChannels / 2] = {};
    int8_t zeros_[kChannels];
};

}  // namespace neurio
