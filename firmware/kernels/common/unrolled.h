// Loops of a constant length without the loop.
#pragma once

namespace neurio {

// Calls run(index) for each index below kCount. What is indexed by it can live in registers.
template <int kCount, int kIndex = 0, typename Run>
[[gnu::always_inline]] inline void unrolled(Run&& run) {
    if constexpr (kIndex < kCount) {
        run(kIndex);
        unrolled<kCount, kIndex + 1>(run);
    }
}

}  // namespace neurio
