// Short int8 vectors times pairs of filters, with requantisation, with MVE.
//
// Blocking: two filters, which stay in vector registers, by four vectors at a time. Instructions of
// these 8 outputs: 17 (21 two-sided) and 12 for every 16 elements of a vector, so 3.6 an output up
// to 16 elements and 5.1 up to 32; about 25 a pair of filters.
#pragma once

#include <stdint.h>

namespace neurio {

struct MveNarrowJob {
    const int8_t* vectors;
    int8_t* output;
    int32_t groups;        // of four vectors
    int32_t span;          // bytes from the first vector to behind the last
    int32_t vectors_back;  // from behind the groups to the last four vectors, where these overlap
    int32_t output_back;   // likewise
    int32_t pairs;         // of filters
    int32_t next_vectors;  // bytes from the vectors of one pair of filters to those of the next
    int32_t next_output;   // likewise
    int32_t output_offset;
    int32_t output_step;  // bytes from the outputs of four vectors to the next
    // Pairs of filters: int8_t weights[2][elements]; int32_t bias[2][2], the second as the first;
    // multipliers[2], shifts[2], in [-31, 0], two-sided in [-31, -1].
    const uint32_t* packed;
    uint16_t places[8];  // bytes to outputs: of the first vector both, of the second both, ...
};

using MveNarrowProducts = void (*)(const MveNarrowJob& job);

// The job of `count` vectors, at least four, whose outputs are `output_pitch` bytes apart and
// those of the second filter `second_output` bytes behind those of the first.
MveNarrowJob mve_narrow_job(const int8_t* vectors, int32_t pitch, int32_t count, int8_t* output,
                            int32_t output_pitch, int32_t second_output);

// The offsets of vector loads are part of the instructions, so there is a function for each shape
// of the vectors: how many times 16 elements, by the bytes from one vector to the next.
extern "C" {
void neurio_mve_narrow_1x6(const MveNarrowJob& job);
void neurio_mve_narrow_1x6_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_1x8(const MveNarrowJob& job);
void neurio_mve_narrow_1x8_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_1x16(const MveNarrowJob& job);
void neurio_mve_narrow_1x16_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_1x32(const MveNarrowJob& job);
void neurio_mve_narrow_1x32_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_2x9(const MveNarrowJob& job);
void neurio_mve_narrow_2x9_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_2x18(const MveNarrowJob& job);
void neurio_mve_narrow_2x18_two_sided(const MveNarrowJob& job);
void neurio_mve_narrow_2x32(const MveNarrowJob& job);
void neurio_mve_narrow_2x32_two_sided(const MveNarrowJob& job);
}

}  // namespace neurio
