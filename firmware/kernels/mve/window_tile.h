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
        const int32_t columns = inside < p_.input_columns ? inside : p_.input_columns;
        // Where pixels are smaller than a vector and side by side, a vector takes several. Lanes
        // are stored by pairs, so behind an odd number of channels a store hits one channel more.
        if (p_.input_column_bytes == channels && channels % 2 == 0) pixels_ = kChannels / channels;
        const int32_t pixel = pixels_ > 1 ? channels : kChannels;
        const int32_t channel_bytes = p_.tile_columns * p_.pitch;
        for (int32_t i = 0; i < kChannels; ++i) {
            const int32_t offset = i % pixel * channel_bytes + i / pixel * p_.pitch;
            (i % 2 == 0 ? even_ : odd_)[i / 2] = static_cast<uint16_t>(offset);
            padding_[i] = static_cast<int8_t>(p_.input_zero_point);
        }
        vectors_ = columns / pixels_;
        rest_ = columns % pixels_ * channels;
        step_ = pixels_ * p_.pitch;
    }

    // Rows `first` to `first + count - 1` of the input that begins at `input`; rows outside the
    // image are padding. An even pitch has room for one row more, which may be written.
    void transpose(const int8_t* input, int32_t first, int32_t count) const {
        if (p_.pitch % 2 == 0) {
            for (int32_t row = 0; row < count; row += 2) {
                scatter(row_at(input, first + row), row_at(input, first + row + 1), row);
            }
        } else {
            for (int32_t row = 0; row < count; ++row) {
                scatter(row_at(input, first + row), row);
            }
        }
    }

  private:
    // Where a row begins, and the bytes from one vector of it to the next.
    struct Row {
        const int8_t* begin;
        int32_t step;
    };

    Row row_at(const int8_t* input, int32_t y) const {
        if (y < 0 || y >= p_.input_rows) return {padding_, 0};
        return {input + y * p_.input_row_bytes, pixels_ * p_.input_column_bytes};
    }

    void scatter(Row row, int32_t place) const {
        int8_t* const target = scratch_ + place;
        scatter_vectors(row, target, step_, vectors_, pixels_ * channels_);
        if (rest_ > 0) {
            const Row last = {row.begin + vectors_ * row.step, 0};
            scatter_vectors(last, target + vectors_ * step_, 0, 1, rest_);
        }
    }

    void scatter(Row row, Row next, int32_t place) const {
        int8_t* const target = scratch_ + place;
        if (pixels_ * channels_ == kChannels) {
            scatter_whole_vectors(row, next, target);
        } else {
            scatter_vectors(row, next, target, step_, vectors_, pixels_ * channels_);
        }
        if (rest_ > 0) {
            const Row last = {row.begin + vectors_ * row.step, 0};
            const Row last_next = {next.begin + vectors_ * next.step, 0};
            scatter_vectors(last, last_next, target + vectors_ * step_, 0, 1, rest_);
        }
    }

    // Two rows at once, whose elements lie side by side: 11 instructions for two vectors.
    void scatter_whole_vectors(Row row, Row next, int8_t* target) const {
        asm volatile(
            "vldrh.u16    q1, [%[even]]               \n"
            "vldrh.u16    q2, [%[odd]]                \n"
            "wls          lr, %[count], 1f            \n"
            "0:                                       \n"
            "vldrb.u8     q0, [%[source]]             \n"
            "vldrb.u8     q3, [%[next]]               \n"
            "vmov         q4, q0                      \n"
            "vsli.16      q0, q3, #8                  \n"
            "vsri.16      q3, q4, #8                  \n"
            "vstrh.16     q0, [%[target], q1]         \n"
            "vstrh.16     q3, [%[target], q2]         \n"
            "add          %[source], %[step]          \n"
            "add          %[next], %[next_step]       \n"
            "add          %[target], %[target_step]   \n"
            "le           lr, 0b                      \n"
            "1:                                       \n"
            : [source] "+r"(row.begin), [next] "+r"(next.begin), [target] "+r"(target)
            : [step] "r"(row.step), [next_step] "r"(next.step), [target_step] "r"(step_),
              [count] "r"(vectors_), [even] "r"(even_), [odd] "r"(odd_)
            : "lr", "q0", "q1", "q2", "q3", "q4", "memory");
    }

    // The first `lanes` elements of each vector, even ones first: 8 instructions a vector.
    void scatter_vectors(Row row, int8_t* target, int32_t target_step, int32_t count,
                         int32_t lanes) const {
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
            "add          %[source], %[step]          \n"
            "add          %[target], %[target_step]   \n"
            "le           lr, 0b                      \n"
            "1:                                       \n"
            : [source] "+r"(row.begin), [target] "+r"(target)
            : [step] "r"(row.step), [target_step] "r"(target_step), [count] "r"(count),
              [lanes] "r"(lanes), [even] "r"(even_), [odd] "r"(odd_)
            : "lr", "q0", "q1", "q2", "memory");
    }

    // As scatter_whole_vectors, but only the first `lanes` elements: 13 instructions.
    void scatter_vectors(Row row, Row next, int8_t* target, int32_t target_step, int32_t count,
                         int32_t lanes) const {
        asm volatile(
            "vctp.8       %[lanes]                    \n"
            "vldrh.u16    q1, [%[even]]               \n"
            "vldrh.u16    q2, [%[odd]]                \n"
            "wls          lr, %[count], 1f            \n"
            "0:                                       \n"
            "vpstt                                    \n"
            "vldrbt.u8    q0, [%[source]]             \n"
            "vldrbt.u8    q3, [%[next]]               \n"
            "vmov         q4, q0                      \n"
            "vsli.16      q0, q3, #8                  \n"
            "vsri.16      q3, q4, #8                  \n"
            "vpstt                                    \n"
            "vstrht.16    q0, [%[target], q1]         \n"
            "vstrht.16    q3, [%[target], q2]         \n"
            "add          %[source], %[step]          \n"
            "add          %[next], %[next_step]       \n"
            "add          %[target], %[target_step]   \n"
            "le           lr, 0b                      \n"
            "1:                                       \n"
            : [source] "+r"(row.begin), [next] "+r"(next.begin), [target] "+r"(target)
            : [step] "r"(row.step), [next_step] "r"(next.step), [target_step] "r"(target_step),
              [count] "r"(count), [lanes] "r"(lanes), [even] "r"(even_), [odd] "r"(odd_)
            : "lr", "q0", "q1", "q2", "q3", "q4", "memory");
    }

    const MveDepthwiseWindowsParams& p_;
    int32_t channels_;
    int32_t pixels_ = 1;   // that share a vector
    int32_t vectors_ = 0;  // of a row
    int32_t rest_ = 0;     // elements of a row behind them
    int32_t step_ = 0;     // bytes of scratch from one vector to the next
    int8_t* scratch_;
    uint16_t even_[kChannels / 2] = {};
    uint16_t odd_[kChannels / 2] = {};
    int8_t padding_[kChannels] = {};
};

}  // namespace neurio
