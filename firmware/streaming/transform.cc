#include "streaming/transform.h"

// A transform of kWindow real samples is one of half as many complex ones, even samples as real
// parts and odd ones as imaginary parts, taken apart afterwards. The complex one is Stockham's:
// each step writes to the other buffer, so that its results are in order. Every operation is that
// of neurio_gen/sound/front_end.py, in its order: float results are the same bit for bit.
namespace neurio::front_end {
namespace {

Complex sum(Complex a, Complex b) { return {a.real + b.real, a.imaginary + b.imaginary}; }

Complex difference(Complex a, Complex b) { return {a.real - b.real, a.imaginary - b.imaginary}; }

Complex turned(Complex a, Turn by) {
    return {a.real * by.cosine - a.imaginary * by.minus_sine,
            a.real * by.minus_sine + a.imaginary * by.cosine};
}

float squared(Complex a) { return a.real * a.real + a.imaginary * a.imaginary; }

// One step: `length` points are left of each of `stride` interleaved transforms.
void step_by_four(const Complex* from, Complex* to, uint32_t length, uint32_t stride) {
    const uint32_t quarter = kPoints / 4;
    for (uint32_t turn = 0; turn != length / 4; ++turn) {
        const Turn once = kTurns[2 * stride * turn];
        const Turn twice = kTurns[4 * stride * turn];
        const Turn thrice = kTurns[6 * stride * turn];
        for (uint32_t i = 0; i != stride; ++i, ++from, ++to) {
            const Complex a = from[0];
            const Complex b = from[quarter];
            const Complex c = from[2 * quarter];
            const Complex d = from[3 * quarter];
            const Complex ac = sum(a, c);
            const Complex ac_apart = difference(a, c);
            const Complex bd = sum(b, d);
            const Complex bd_apart = difference(b, d);
            to[0] = sum(ac, bd);
            to[stride] = turned({ac_apart.real + bd_apart.imaginary,  //
                                 ac_apart.imaginary - bd_apart.real},
                                once);
            to[2 * stride] = turned(difference(ac, bd), twice);
            to[3 * stride] = turned({ac_apart.real - bd_apart.imaginary,  //
                                     ac_apart.imaginary + bd_apart.real},
                                    thrice);
        }
        to += 3 * stride;
    }
}

void step_by_two(const Complex* from, Complex* to) {
    const uint32_t half = kPoints / 2;
    for (uint32_t i = 0; i != half; ++i) {
        to[i] = sum(from[i], from[i + half]);
        to[i + half] = difference(from[i], from[i + half]);
    }
}

}  // namespace

void power_spectrum(Complex work[kPoints], Complex spare[kPoints], float power[kBins]) {
    static_assert(kPoints == 4 * 4 * 4 * 4 * 2, "The steps below are for 512 points");
    step_by_four(work, spare, 512, 1);
    step_by_four(spare, work, 128, 4);
    step_by_four(work, spare, 32, 16);
    step_by_four(spare, work, 8, 64);
    step_by_two(work, spare);

    const Complex* half = spare;
    for (uint32_t low = 1; low != kPoints / 2; ++low) {
        const uint32_t high = kPoints - low;
        const Complex even = {half[low].real + half[high].real,
                              half[low].imaginary - half[high].imaginary};
        const Complex odd = {half[low].imaginary + half[high].imaginary,
                             half[high].real - half[low].real};
        const Complex shifted = turned(odd, kTurns[low]);
        power[low] = squared(sum(even, shifted));
        power[high] = squared(difference(even, shifted));
    }
    const float first = 2 * (half[0].real + half[0].imaginary);
    const float last = 2 * (half[0].real - half[0].imaginary);
    const Complex middle = half[kPoints / 2];
    power[0] = first * first;
    power[kPoints] = last * last;
    power[kPoints / 2] = squared({2 * middle.real, 2 * middle.imaginary});
}

}  // namespace neurio::front_end
