#include "kernels/mve/mve_dot_narrow.h"

namespace neurio {
namespace {

constexpr int32_t kPair = 2;
constexpr int32_t kWordsAStep = 8;  // of the weights of a pair
constexpr int32_t kWords = 8;       // of its biases, multipliers and shifts

}  // namespace

void mve_dot_narrow(const MveFilterBank& bank, const int8_t* vectors, int32_t pitch, int32_t count,
                    int8_t* output) {
    MveNarrowJob job = mve_narrow_job(vectors, pitch, count, output, bank.filters, 1);
    job.pairs = bank.filters / kPair;
    job.next_output = kPair;
    job.output_offset = bank.output_offset;
    job.packed = bank.packed;
    bank.narrow(job);
    if (bank.filters % kPair != 0) {
        // The last pair overlaps the one before.
        job.output += bank.filters - kPair;
        job.packed += job.pairs * (bank.steps * kWordsAStep + kWords);
        job.pairs = 1;
        bank.narrow(job);
    }
}

}  // namespace neurio
