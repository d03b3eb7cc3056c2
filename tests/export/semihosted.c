// What a program needs to begin on a bare Cortex-M: vectors, and coprocessors for floats and vectors.
#include <stdint.h>

extern void _start(void);
extern char __stack_top[];

static void reset(void) {
    *(volatile uint32_t*)0xE000ED88 |= 0xFu << 20;  // CPACR: CP10 and CP11
    __asm volatile("dsb\n isb");
    _start();
}

static void fault(void) {
    // Semihosting: SYS_EXIT, ADP_Stopped_InternalError.
    __asm volatile("mov r0, #0x18\n ldr r1, =0x20024\n bkpt 0xAB");
}

__attribute__((section(".vectors"), used)) static void (*const vectors[])(void) = {
    (void (*)(void))__stack_top, reset, fault, fault, fault, fault, fault};
