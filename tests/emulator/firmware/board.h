// Registers of the STM32L4 and L4+ as the manuals have them; for the tests only.
#pragma once
#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t*)(address))

#define RCC_CR REGISTER(0x40021000)
#define RCC_CFGR REGISTER(0x40021008)
#define RCC_PLLCFGR REGISTER(0x4002100C)
#define RCC_AHB2ENR REGISTER(0x4002104C)
#define RCC_APB1ENR1 REGISTER(0x40021058)
#define RCC_APB1ENR2 REGISTER(0x4002105C)
#define RCC_CCIPR REGISTER(0x40021088)
#define PWR_CR1 REGISTER(0x40007000)
#define PWR_CR2 REGISTER(0x40007004)
#define PWR_SR2 REGISTER(0x40007014)
#define PWR_CR5 REGISTER(0x40007080)
#define FLASH_ACR REGISTER(0x40022000)
#define GPIOG_MODER REGISTER(0x48001800)
#define GPIOG_AFRL REGISTER(0x48001820)
#define GPIOG_AFRH REGISTER(0x48001824)
#define LPUART1_CR1 REGISTER(0x40008000)
#define LPUART1_BRR REGISTER(0x4000800C)
#define LPUART1_ISR REGISTER(0x4000801C)
#define LPUART1_RDR REGISTER(0x40008024)
#define LPUART1_TDR REGISTER(0x40008028)
#define TIM2_CR1 REGISTER(0x40000000)
#define TIM2_DIER REGISTER(0x4000000C)
#define TIM2_SR REGISTER(0x40000010)
#define TIM2_EGR REGISTER(0x40000014)
#define TIM2_CNT REGISTER(0x40000024)
#define TIM2_PSC REGISTER(0x40000028)
#define TIM2_ARR REGISTER(0x4000002C)
#define SYST_CTRL REGISTER(0xE000E010)
#define SYST_LOAD REGISTER(0xE000E014)
#define SYST_VAL REGISTER(0xE000E018)
#define NVIC_ISER0 REGISTER(0xE000E100)
#define SCB_CPACR REGISTER(0xE000ED88)
#define DEMCR REGISTER(0xE000EDFC)
#define DWT_CTRL REGISTER(0xE0001000)
#define DWT_CYCCNT REGISTER(0xE0001004)

// What a test leaves out or gets wrong is set by -D on the compiler's command line.
#ifndef PLL_N
#define PLL_N 60
#endif
#ifndef WAIT_STATES
#define WAIT_STATES 5
#endif
#ifndef BRR
#define BRR ((256ull * 120000000 + 57600) / 115200)
#endif
#ifndef AF
#define AF 8u
#endif
#ifndef GATES
#define GATES (1u << 6)
#endif
#ifndef UART_GATE
#define UART_GATE 1u
#endif

static inline void clock_120_mhz(void) {
    RCC_APB1ENR1 |= 1u << 28;
    while (PWR_SR2 & 1u << 10) {
    }
#ifndef NO_BOOST
    PWR_CR5 &= ~(1u << 8);
#endif
    FLASH_ACR = (FLASH_ACR & ~15u) | WAIT_STATES | 1u << 8;
    // MSI 4 MHz / 1 * 60 / 2
    RCC_PLLCFGR = 1u | 0u << 4 | PLL_N << 8 | 1u << 24;
    RCC_CR |= 1u << 24;
#ifndef NO_PLL_WAIT
    while (!(RCC_CR & 1u << 25)) {
    }
#endif
#ifndef NO_INTERMEDIATE_STEP
    RCC_CFGR = 8u << 4;
#endif
    RCC_CFGR |= 3u;
    while ((RCC_CFGR & 12u) != 12u) {
    }
    for (volatile int wait = 0; wait < 100; ++wait) {
    }
    RCC_CFGR &= ~(15u << 4);
}

static inline void console(void) {
    RCC_AHB2ENR |= GATES;
    RCC_APB1ENR2 |= UART_GATE;
#ifndef NO_VDDIO2
    PWR_CR2 |= 1u << 9;
#endif
#ifndef NO_PINS
    GPIOG_AFRL = (GPIOG_AFRL & ~(15u << 28)) | AF << 28;
    GPIOG_AFRH = (GPIOG_AFRH & ~15u) | AF;
    GPIOG_MODER = (GPIOG_MODER & ~(15u << 14)) | 10u << 14;
#endif
    LPUART1_BRR = BRR;
    LPUART1_CR1 = 1u | 1u << 2 | 1u << 3;
}

static inline void put(char c) {
    while (!(LPUART1_ISR & 1u << 7)) {
    }
    LPUART1_TDR = (uint8_t)c;
}

static inline void print(const char* text) {
    while (*text) {
        put(*text++);
    }
}

static inline char get(void) {
    while (!(LPUART1_ISR & 1u << 5)) {
    }
    return (char)LPUART1_RDR;
}

static inline void print_number(uint32_t value) {
    char digits[11];
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count) {
        put(digits[--count]);
    }
    put('\n');
}

void test(void);
