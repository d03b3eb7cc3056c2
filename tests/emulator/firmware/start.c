// Vector table and start-up of the tests' firmware: no C library, .bss cleared, FPU switched on.
#include "board.h"

extern uint32_t _stack, _bss_start, _bss_end, _data_start, _data_end, _data_load;

void entry(void);
void reset(void);
__attribute__((weak)) void power_up(void) {}  // before RAM is written; must not use the stack
__attribute__((weak)) void on_systick(void) {}
__attribute__((weak)) void on_tim2(void) {}
static void unexpected(void) {
    for (;;) {
    }
}

#ifndef STACK
#define STACK &_stack
#endif

__attribute__((section(".vectors"), used)) static const void* const vectors[16 + 96] = {
    (void*)(STACK),           (void*)entry,
    (void*)unexpected,        (void*)unexpected,
    [15] = (void*)on_systick, [16 + 28] = (void*)on_tim2,
};

// Assembly, since a compiler may begin a function by saving registers to the stack.
__attribute__((naked)) void entry(void) { __asm volatile("bl power_up\n b reset"); }

__attribute__((noreturn)) void reset(void) {
#ifndef NO_FPU
    SCB_CPACR |= 15u << 20;
    __asm volatile("dsb\n isb");
#endif
    for (uint32_t *to = &_data_start, *from = &_data_load; to != &_data_end;) {
        *to++ = *from++;
    }
    for (uint32_t* word = &_bss_start; word != &_bss_end;) {
        *word++ = 0;
    }
#ifndef NO_SET_UP
    clock_120_mhz();
    console();
#endif
    test();
    for (;;) {
        (void)get();
    }
}
