#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/nrf52/registers.h"

// The UART without DMA: six bytes of FIFO for what comes, one byte at a time for what goes.
namespace neurio::uart {
namespace {

// The rates of the specification that the UART is within 2 % of: at 460,800 and 921,600 it is not.
struct Rate {
    uint32_t baud;
    uint32_t value;
};
constexpr Rate kRates[] = {
    {9600, 0x00275000},   {14400, 0x003B0000},  {19200, 0x004EA000},  {28800, 0x0075F000},
    {31250, 0x00800000},  {38400, 0x009D5000},  {57600, 0x00EBF000},  {76800, 0x013A9000},
    {115200, 0x01D7E000}, {230400, 0x03AFB000}, {250000, 0x04000000}, {1000000, 0x10000000},
};

// The register's value; 0 for a rate that there is none for.
constexpr uint32_t value_for(uint32_t baud) {
    for (const Rate& rate : kRates) {
        if (rate.baud == baud) {
            return rate.value;
        }
    }
    return 0;
}
static_assert(value_for(board::kBaud) != 0, "The UART does not have this baud rate");

void start(uint32_t baud) {
    register32(uart0::kBaudRate) = value_for(baud);
    register32(uart0::kEnable) = uart0::kEnabled;
    register32(uart0::kStartReceiver) = kTrigger;
    register32(uart0::kStartTransmitter) = kTrigger;
}

// Pins count on from one port to the next, as they do in the UART's registers.
constexpr uintptr_t port_of(uint32_t pin) { return gpio::kBase + pin / 32 * gpio::kPortStride; }
constexpr uint32_t bit_of(uint32_t pin) { return 1u << pin % 32; }

bool is_damaged() { return register32(uart0::kError) != 0; }

bool transmitting = false;

}  // namespace

void initialise() {
    // The line is to be high before the UART takes the pin over.
    register32(port_of(board::kUartTxPin) + gpio::kOutSet) = bit_of(board::kUartTxPin);
    register32(port_of(board::kUartTxPin) + gpio::kDirectionSet) = bit_of(board::kUartTxPin);
    register32(port_of(board::kUartRxPin) + gpio::kConfiguration + 4 * (board::kUartRxPin % 32)) =
        gpio::kInputPulledUp;
    register32(uart0::kTransmitPin) = board::kUartTxPin;
    register32(uart0::kReceivePin) = board::kUartRxPin;
    start(board::kBaud);
}

bool has_baud(uint32_t baud) {
    return rates::leaves_time(board::kClockHz, baud) && value_for(baud) != 0;
}

void set_baud(uint32_t baud) {
    register32(uart0::kStopReceiver) = kTrigger;
    register32(uart0::kStopTransmitter) = kTrigger;
    register32(uart0::kEnable) = uart0::kDisabled;
    start(baud);
}

bool has_byte() { return register32(uart0::kReceived) != 0 || is_damaged(); }

// A byte without a stop bit, as a break is, is an error and may not come as a byte: it counts as 0.
// The event is to be cleared before the byte is taken: the next one may follow at once.
uint8_t read() {
    while (!has_byte()) {
    }
    if (is_damaged()) {
        register32(uart0::kError) = 0;
        register32(uart0::kErrorSource) = uart0::kAllErrors;
        return 0;
    }
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
