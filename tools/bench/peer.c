// Runs a peer's inference once between two readings of the board's counter and prints its output.
#include PEER_HEADER

extern unsigned int stack_top[], data_begin[], data_end[], data_load[], bss_begin[], bss_end[];
int main(void);

static void reset(void) {
    for (unsigned int *to = data_begin, *from = data_load; to != data_end;) {
        *to++ = *from++;
    }
    for (unsigned int* to = bss_begin; to != bss_end;) {
        *to++ = 0;
    }
    main();
    for (;;) {
        (void)*(volatile unsigned int*)0x40004004;
    }
}

__attribute__((section(".vectors"), used)) static const void* const vectors[16] = {stack_top, reset};

static uint8_t arena[PEER_ARENA + 16] __attribute__((aligned(16)));
static int8_t output[PEER_OUTPUT];

static void print(unsigned int byte) { *(volatile unsigned int*)0x40004000 = byte; }

int main(void) {
    static const int8_t input[PEER_INPUT] = {
#include "input.inc"
    };
    *(volatile unsigned int*)0x40004010 = 217;  // 115,200 baud at 25 MHz
    *(volatile unsigned int*)0x40004008 = 3;
    (void)*(volatile unsigned int*)0x40028018;
    PEER_INFER(arena, input, output);
    (void)*(volatile unsigned int*)0x40028018;
    for (unsigned int i = 0; i < PEER_OUTPUT; ++i) {
        print((uint8_t)output[i]);
    }
    return 0;
}
