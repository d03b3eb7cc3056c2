#include "kernels/dsp/winograd.h"

#include "kernels/common/requantise.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kMostPoints = 6;
constexpr int32_t kRequantisationWords = 5;
constexpr int32_t kStepWords = 5;              // of a filter's weights
constexpr int32_t kPairSums = 2 * kTileGroup;  // of a point and a group

inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

// A layer, and where its scratch memory is. Rows are only used before the products, weights and
// sums only from then on.
struct Work {
    const WinogradForm& form;
    const WinogradParams& p;
    const int8_t* input;
    int8_t* output;
    int32_t squared_points;
    int32_t tile_columns;
    int32_t group_words;      // of transformed inputs
    int32_t bytes_per_point;  // of transformed inputs
    uint32_t* inputs;
    uint32_t* weights;
    int32_t* sums;
    int8_t* border;    // a row outside of the image
    int8_t* last_row;  // of the image, where its end may not be read beyond
    int32_t row_words;
    uint32_t* planes;
    int32_t plane_words;
};

void fill_rows(const Work& w) {
    const int32_t bytes = w.p.width * w.p.channels;
    fill_words(reinterpret_cast<uint32_t*>(w.border), w.row_words, spread(w.p.zero_point));
    if (w.p.channels % 4 == 0) return;
    const int8_t* from = w.input + (w.p.height - 1) * bytes;
    for (int32_t i = 0; i < bytes; ++i) w.last_row[i] = from[i];
}

// `count` neighbouring tiles of a row of tiles, transformed: the first of them has the number
// `first` in the image, `number` in the run.
void transform_inputs(const Work& w, int32_t first, int32_t count, int32_t number) {
    const WinogradParams& p = w.p;
    const WinogradForm& form = w.form;
    const int32_t tile_row = first / w.tile_columns;
    const int32_t top = tile_row * form.outputs - p.pad_top;
    const int32_t left = (first - tile_row * w.tile_columns) * form.outputs - p.pad_left;
    const int32_t columns = count * form.outputs + 2;
    const int32_t before = left < 0 ? smaller(-left, columns) : 0;
    const int32_t behind = smaller(p.width - left, columns);  // the image's last column
    const int32_t after = behind < before ? columns - before : columns - behind;
    const int32_t inside = columns - before - after;

    const int8_t* rows[kMostPoints];
    for (int32_t i = 0; i < form.points; ++i) rows[i] = w.border;
    if (before) form.columns(rows, 0, before, w.planes, w.plane_words);
    uint32_t* const behind_columns = w.planes + (columns - after) * form.points;
    if (after) form.columns(rows, 0, after, behind_columns, w.plane_words);
    const int32_t row_bytes = p.width * p.channels;
    const int32_t offset = (left + before) * p.channels;
    for (int32_t i = 0; i < form.points; ++i) {
        const int32_t y = top + i;
        if (y < 0 || y >= p.height) continue;
        const bool last = y == p.height - 1 && p.channels % 4 != 0;
        rows[i] = (last ? w.last_row : w.input + y * row_bytes) + offset;
    }

    uint32_t* step = w.inputs;
    for (int32_t channel = 0; channel < p.channels; channel += 4) {
        if (inside) {
            uint32_t* const planes = w.planes + before * form.points;
            form.columns(rows, p.channels, inside, planes, w.plane_words);
        }
        for (int32_t i = 0; i < form.points; ++i) {
            if (rows[i] != w.border) rows[i] += 4;
        }
        for (int32_t half = 0; half < 2; ++half) {
            const uint32_t* plane = w.planes + half * w.plane_words;
            for (int32_t done = 0; done < count;) {
                const int32_t lane = (number + done) % kTileGroup;
                const int32_t group = (number + done) / kTileGroup;
                const int32_t tiles = smaller(kTileGroup - lane, count - done);
                form.rows(plane, tiles, step + group * w.group_words + lane, w.bytes_per_point);
                plane += tiles * form.outputs * form.points;
                done += tiles;
            }
            step += kTileGroup;
        }
    }
}

// The codes of one filter for tiles whose sums are there.
struct Codes {
    const Work& w;
    const uint32_t* requantisation;
    int32_t filter;
    const int32_t* sums;  // of the filter, in the first group
};

void store_part_of_tile(const Codes& c, const int32_t* sums, int8_t* to, int32_t rows,
                        int32_t columns) {
    constexpr int32_t kMostOutputs = kMostPoints - 2;
    int8_t codes[kMostOutputs * kMostOutputs];
    const int32_t width = c.w.form.outputs;
    const TileOutputs whole = {1, width, 1};
    c.w.form.outputs_of[c.w.p.two_sided](sums, c.requantisation, codes, &whole);
    const int32_t filters = c.w.p.filters;
    for (int32_t y = 0; y < rows; ++y) {
        for (int32_t x = 0; x < columns; ++x) {
            to[(y * c.w.p.output_width + x) * filters] = codes[y * width + x];
        }
    }
}

void make_outputs(const Codes& c, int32_t first, int32_t count, int32_t number) {
    const WinogradParams& p = c.w.p;
    const WinogradForm& form = c.w.form;
    const int32_t tile_row = first / c.w.tile_columns;
    const int32_t tile_column = first - tile_row * c.w.tile_columns;
    const int32_t rows = smaller(p.output_height - tile_row * form.outputs, form.outputs);
    const int32_t row_bytes = p.output_width * p.filters;
    const int32_t tile_bytes = form.outputs * p.filters;
    int8_t* to =
        c.w.output + tile_row * form.outputs * row_bytes + tile_column * tile_bytes + c.filter;
    int32_t whole = rows < form.outputs ? 0 : p.output_width / form.outputs - tile_column;
    for (int32_t done = 0; done < count;) {
        const int32_t lane = (number + done) % kTileGroup;
        const int32_t group = (number + done) / kTileGroup;
        const int32_t* sums = c.sums + group * c.w.squared_points * kPairSums + lane;
        if (done < whole) {
            const int32_t room = smaller(kTileGroup - lane, count - done);
            const TileOutputs tiles = {smaller(room, whole - done), row_bytes, p.filters};
            form.outputs_of[p.two_sided](sums, c.requantisation, to, &tiles);
            done += tiles.tiles;
            to += tiles.tiles * tile_bytes;
        } else {
            const int32_t left = p.output_width - (tile_column + done) * form.outputs;
            store_part_of_tile(c, sums, to, rows, smaller(left, form.outputs));
            done += 1;
            to += tile_bytes;
        }
    }
}

// Calls `pass(first, count, number)` for the part in each row of tiles of the run that begins at
// the tile `start`.
template <typename Pass>
void for_each_row(const Work& w, int32_t start, int32_t end, Pass pass) {
    for (int32_t first = start; first < end;) {
        const int32_t room = w.tile_columns - first % w.tile_columns;
        const int32_t count = smaller(room, end - first);
        pass(first, count, first - start);
        first += count;
    }
}

void convolve_run(const Work& w, int32_t start, int32_t end) {
    const WinogradParams& p = w.p;
    fill_rows(w);
    for_each_row(w, start, end, [&](int32_t first, int32_t count, int32_t number) {
        transform_inputs(w, first, count, number);
    });
    const int32_t filter_words = kStepWords * 2 * p.quads;
    const int32_t step_words = 2 * w.squared_points;
    const int32_t turn_words = 2 * p.quads / p.turns * step_words;
    const WinogradStrides strides = {
        w.weights + step_words,
        w.bytes_per_point,
        w.squared_points * kPairSums * 4,
        (p.turns - 1) * turn_words * 4,
    };
    const uint32_t* weights = p.weights;
    for (int32_t filter = 0; filter < p.filters; ++filter) {
        if (filter % 2 == 0) {
            const uint32_t* const second = weights + filter_words;
            w.form.weights(weights, second, w.weights);
            w.form.weights(second, second + filter_words, w.weights + 1);
            weights = second + filter_words;
            p.products(w.weights, w.inputs, w.sums, &strides);
        }
        const Codes codes = {w, p.requantisation + filter * kRequantisationWords, filter,
                             w.sums + filter % 2 * kTileGroup};
        for_each_row(w, start, end, [&](int32_t first, int32_t count, int32_t number) {
            make_outputs(codes, first, count, number);
        });
    }
}

}  // namespace

void winograd_convolution(const WinogradForm& form, const WinogradParams& p, const int8_t* input,
                          int8_t* output, int8_t* scratch) {
    const int32_t squared = form.points * form.points;
    const int32_t tile_columns = (p.output_width + form.outputs - 1) / form.outputs;
    const int32_t tile_rows = (p.output_height + form.outputs - 1) / form.outputs;
    const int32_t group_words = 2 * p.quads * kTileGroup;
    const int32_t columns = smaller(tile_columns, p.groups * kTileGroup) * form.outputs + 2;
    const int32_t row_words = (p.width * p.channels + 3) / 4 + 1;
    uint32_t* const inputs = reinterpret_cast<uint32_t*>(scratch);
    uint32_t* const shared = inputs + squared * p.groups * group_words;
    uint32_t* const last_row = shared + row_words;
    const Work work = {
        form,
        p,
        input,
        output,
        squared,
        tile_columns,
        group_words,
        p.groups * group_words * 4,
        inputs,
        shared,
        reinterpret_cast<int32_t*>(shared + 4 * p.quads * squared),
        reinterpret_cast<int8_t*>(shared),
        reinterpret_cast<int8_t*>(last_row),
        row_words,
        p.channels % 4 == 0 ? last_row : last_row + row_words,
        columns * form.points,
    };
    const int32_t tiles = tile_rows * tile_columns;
    for (int32_t start = 0; start < tiles; start += p.groups * kTileGroup) {
        convolve_run(work, start, smaller(start + p.groups * kTileGroup, tiles));
    }
    clamp_codes(output, p.output_height * p.output_width * p.filters, p.activation_min,
                p.activation_max);
}

}  // namespace neurio
