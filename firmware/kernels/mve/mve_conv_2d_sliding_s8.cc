#include "kernels/mve/mve_conv_2d_sliding_s8.h"

#include "kernels/mve/vector_copy.h"

namespace neurio {
namespace {

constexpr int32_t kLanes = 16;
constexpr int32_t kGroup = 4;            // windows at once
constexpr int32_t kPassWords = 24;       // weights of two filters, three taps
constexpr int32_t kBiasWords = 8;        // of two filters
constexpr int32_t kRequantiseWords = 8;  // likewise

// Fills the planes of a strip.
class Strip {
  public:
    Strip(const MveSlidingParams& params, const int8_t* input, int8_t* planes)
        : p_(params), input_(input), planes_(planes) {
        const int32_t inside = p_.columns - p_.pad_left;
        pixels_ = inside < p_.input_width ? inside : p_.input_width;
        fill_vectors(static_cast<int8_t>(p_.input_zero_point), padding_, kLanes);
        // Columns of padding keep this value, since only what lies inside is written.
        fill_vectors(static_cast<int8_t>(p_.input_zero_point), planes, p_.strip_bytes);
    }

    // The strip of `rows` rows of output from `first`.
    void fill(int32_t first, int32_t rows) const {
        const int32_t count = (rows - 1) * p_.window_step + p_.passes;
        for (int32_t i = 0; i < count; ++i) {
            const int32_t y = first * p_.stride_height - p_.pad_top + i * p_.row_step;
            for (int32_t j = 0; j < p_.stacked; ++j) fill_row(i, y + j, j * p_.input_channels);
        }
    }

  private:
    // Writes input row y, whose channels are elements `place` onwards of the row of all planes.
    void fill_row(int32_t row, int32_t y, int32_t place) const {
        const bool inside = y >= 0 && y < p_.input_height;
        const int8_t* const pixels = input_ + y * p_.input_width * p_.input_channels;
        for (int32_t done = 0; done < p_.input_channels;) {
            const int32_t plane = (place + done) / kLanes;
            const int32_t lane = (place + done) % kLanes;
            const int32_t left = p_.input_channels - done;
            const int32_t lanes = left < kLanes - lane ? left : kLanes - lane;
            const int8_t* const from = inside ? pixels + done : padding_;
            const int32_t step = inside ? p_.input_channels : 0;
            const int32_t before = (plane * p_.plane_rows + row) * p_.columns + p_.pad_left;
            int8_t* const to = planes_ + before * kLanes + lane;
            if (lanes == kLanes) {
                copy_whole_vectors(from, step, to, pixels_);
            } else {
                copy_lanes(from, step, to, kLanes, pixels_, lanes);
            }
            done += lanes;
        }
    }

    const MveSlidingParams& p_;
    const int8_t* input_;
    int8_t* planes_;
    int32_t pixels_;
    int8_t padding_[kLanes];
};

}  // namespace

void mve_conv_2d_sliding_s8(const MveSlidingParams& params, const int8_t* input, int8_t* output,
                            int8_t* scratch) {
    const MveSlidingParams& p = params;
    const int32_t row_bytes = p.columns * kLanes;
    const int32_t rest = p.output_width % kGroup;
    const int32_t back = rest == 0 ? 0 : kGroup - rest;
    MveSlidingJob job = {};
    job.sums = reinterpret_cast<int32_t*>(scratch + p.strip_bytes);
    uint16_t places[2 * kGroup];
    for (int32_t i = 0; i < kGroup; ++i) {
        places[2 * i] = static_cast<uint16_t>(i * p.filters);
        places[2 * i + 1] = static_cast<uint16_t>(i * p.filters + 1);
    }
    job.places = places;
    job.vectors_back = back * p.stride_width * kLanes;
    job.output_back = back * p.filters;
    job.groups = p.output_width / kGroup;
    job.vectors_next = p.window_step * row_bytes - p.output_width * p.stride_width * kLanes;

    const Strip strip(p, input, scratch);
    for (int32_t y = 0; y < p.output_height; y += p.strip_rows) {
        const int32_t left = p.output_height - y;
        job.rows = left < p.strip_rows ? left : p.strip_rows;
        strip.fill(y, job.rows);
        const uint32_t* packed = p.packed;
        for (int32_t filter = 0; filter < p.filters; filter += 2) {
            const int32_t place = filter + 2 <= p.filters ? filter : p.filters - 2;
            job.output = output + y * p.output_width * p.filters + place;
            job.constants = packed;
            packed += kBiasWords;
            const int32_t last = p.planes * p.passes - 1;
            for (int32_t i = 0; i <= last; ++i) {
                const int32_t row = i / p.passes * p.plane_rows + i % p.passes;
                job.vectors = scratch + row * row_bytes;
                job.weights = packed;
                packed += kPassWords;
                if (i == 0) {
                    p.first(job);
                } else if (i < last) {
                    p.next(job);
                } else {
                    job.constants = packed;
                    p.last(job);
                }
            }
            packed += kRequantiseWords;
        }
    }
}

}  // namespace neurio
