#include "bsp/nrf52/uart.h"

#include "board.h"
#include "bsp/nrf52/registers.h"

// The UART without DMA: six bytes of FIFO for what comes, one byte at a time for what goes.
namespace neurio::uart {
namespace {

constexpr uint32_t kPclkHz = 16000000;

// A fraction of 16 MHz, of which the hardware takes the upper 20 bits.
constexpr uint32_t kRate =
    static_cast<uint32_t>(((uint64_t{board::kBaud} << 32) / kPclkHz + 0x800) & 0xFFFFF000);

bool transmitting = false;

}  // namespace

void initialise() {
    // The line is to be high before the UART takes the pin over.
    register32(gpio::kBase + gpio::kOutSet) = 1u << board::kUartTxPin;
    register32(gpio::kBase + gpio::kDirectionSet) = 1u << board::kUartTxPin;
    register32(gpio::kBase + gpio::kConfiguration + 4 * board::kUartRxPin) = gpio::kInputPulledUp;
    register32(uart0::kTransmitPin) = board::kUartTxPin;
    register32(uart0::kReceivePin) = board::kUartRxPin;
    register32(uart0::kBaudRate) = kRate;
    register32(uart0::kEnable) = uart0::kEnabled;
    register32(uart0::kStartReceiver) = kTrigger;
    register32(uart0::kStartTransmitter) = kTrigger;
}

// The event is to be cleared before the byte is taken: the next one may follow at once.
uint8_t read() {
    wait_for_bits(uart0::kReceived, 1, 1);
    register32(uart0::kReceived) = 0;
    return static_cast<uint8_t>(register32(uart0::kReceiveData));
}

void write(uint8_t byte) {
    flush();
    register32(uart0::kTransmitData) = byte;
    transmitting = true;
}

void flush() {
    if (transmitting) {
        wait_for_bits(uart0::kTransmitted, 1, 1);
        register32(uart0::kTransmitted) = 0;
        transmitting = false;
    }
}

}  // namespace neurio::uart
