#include "kernels/dsp/winograd.h"

#include "kernels/common/requantise.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kMostRows = 9;
constexpr int32_t kMostOutputs = 4;
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
    int32_t tile_columns;
    int32_t steps;  // of an image's channels
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
    const int32_t tile_step = form.outputs * form.stride;  // rows or columns of the image
    const int32_t top = tile_row * tile_step - p.pad_top;
    const int32_t left = (first - tile_row * w.tile_columns) * tile_step - p.pad_left;
    const int32_t columns = (count - 1) * tile_step + form.rows;
    const int32_t before = left < 0 ? smaller(-left, columns) : 0;
    const int32_t behind = smaller(p.width - left, columns);  // the image's last column
    const int32_t after = behind < before ? columns - before : columns - behind;
    const int32_t inside = columns - before - after;

    const int8_t* rows[kMostRows];
    for (int32_t i = 0; i < form.rows; ++i) rows[i] = w.border;
    if (before) form.transform_columns(rows, 0, before, w.planes, w.plane_words);
    uint32_t* const behind_columns = w.planes + (columns - after) * form.rows;
    if (after) form.transform_columns(rows, 0, after, behind_columns, w.plane_words);
    const int32_t row_bytes = p.width * p.channels;
    const int32_t offset = (left + before) * p.channels;
    for (int32_t i = 0; i < form.rows; ++i) {
        const int32_t y = top + i;
        if (y < 0 || y >= p.height) continue;
        const bool last = y == p.height - 1 && p.channels % 4 != 0;
        rows[i] = (last ? w.last_row : w.input + y * row_bytes) + offset;
    }

    TransformedTiles to = {w.inputs, p.groups, w.steps, 0, 0, 0};
    for (int32_t channel = 0; channel < p.channels; channel += 4) {
        if (inside) {
            uint32_t* const planes = w.planes + before * form.rows;
            form.transform_columns(rows, p.channels, inside, planes, w.plane_words);
        }
        for (int32_t i = 0; i < form.rows; ++i) {
            if (rows[i] != w.border) rows[i] += 4;
        }
        for (int32_t half = 0; half < 2; ++half) {
            const uint32_t* plane = w.planes + half * w.plane_words;
            for (int32_t done = 0; done < count;) {
                to.tile = (number + done) % kTileGroup;
                to.group = (number + done) / kTileGroup;
                const int32_t tiles = smaller(kTileGroup - to.tile, count - done);
                form.transform_rows(plane, tiles, to);
                plane += tiles * tile_step * form.rows;
                done += tiles;
            }
            ++to.step;
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
        const int32_t* sums = c.sums + group * form.all_points * kPairSums + lane;
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

// All products of a run with the transformed weights of two filters.
void multiply(const Work& w) {
    const WinogradParams& p = w.p;
    const WinogradForm& form = w.form;
    const int32_t step_words = 2 * form.weight_points;
    const WinogradLoop loops[] = {p.loop, p.edge_loop, p.corner_loop};
    const uint32_t* inputs = w.inputs;
    int32_t* sums = w.sums;
    for (int32_t i = 0; i < form.class_count; ++i) {
        const PointClass& points = form.classes[i];
        const WinogradLoop& loop = loops[i];
        const int32_t steps = points.phases * w.steps;
        const int32_t point_words = p.groups * steps * kTileGroup;
        const uint32_t* const weights =
            w.weights + points.phases_before * w.steps * step_words + 2 * points.slot;
        const WinogradStrides strides = {
            weights + 2 * points.points,
            point_words * 4,
            form.all_points * kPairSums * 4,
            (steps - steps / loop.turns) * step_words * 4,
        };
        loop.products(weights, inputs, sums, &strides);
        inputs += points.points * point_words;
        sums += points.points * kPairSums;
    }
}

void convolve_run(const Work& w, int32_t start, int32_t end) {
    const WinogradParams& p = w.p;
    fill_rows(w);
    for_each_row(w, start, end, [&](int32_t first, int32_t count, int32_t number) {
        transform_inputs(w, first, count, number);
    });
    const int32_t filter_words = kStepWords * w.steps;
    const uint32_t* weights = p.weights;
    for (int32_t filter = 0; filter < p.filters; ++filter) {
        if (filter % 2 == 0) {
            const uint32_t* const second = weights + filter_words;
            w.form.transform_weights(weights, second, w.weights);
            w.form.transform_weights(second, second + filter_words, w.weights + 1);
            weights = second + filter_words;
            multiply(w);
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
    const int32_t tile_columns = (p.output_width + form.outputs - 1) / form.outputs;
    const int32_t tile_rows = (p.output_height + form.outputs - 1) / form.outputs;
    const int32_t steps = 2 * p.quads;
    int32_t products = 0;  // of a step of an image's channels
    for (const PointClass& points : form.classes) products += points.points * points.phases;
    const int32_t columns =
        (smaller(tile_columns, p.groups * kTileGroup) - 1) * form.outputs * form.stride + form.rows;
    const int32_t row_words = (p.width * p.channels + 3) / 4 + 1;
    uint32_t* const inputs = reinterpret_cast<uint32_t*>(scratch);
    uint32_t* const shared = inputs + products * p.groups * steps * kTileGroup;
    uint32_t* const last_row = shared + row_words;
    const Work work = {
        form,
        p,
        input,
        output,
        tile_columns,
        steps,
        inputs,
        shared,
        reinterpret_cast<int32_t*>(shared + 2 * form.weight_points * form.weight_phases * steps),
        reinterpret_cast<int8_t*>(shared),
        reinterpret_cast<int8_t*>(last_row),
        row_words,
        p.channels % 4 == 0 ? last_row : last_row + row_words,
        columns * form.rows,
    };
    const int32_t tiles = tile_rows * tile_columns;
    for (int32_t start = 0; start < tiles; start += p.groups * kTileGroup) {
        convolve_run(work, start, smaller(start + p.groups * kTileGroup, tiles));
    }
    clamp_codes(output, p.output_height * p.output_width * p.filters, p.activation_min,
                p.activation_max);
}

}  // namespace neurio
