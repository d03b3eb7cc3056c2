"""Models of peripherals by the names that the chips' data use."""

from __future__ import annotations

from neurio_gen.emulator.cortex_m.caches import CachedScb, CacheMaintenance
from neurio_gen.emulator.cortex_m.debug import DebugControl, Dwt
from neurio_gen.emulator.cortex_m.mpu import ProtectionUnit
from neurio_gen.emulator.cortex_m.nvic import Nvic
from neurio_gen.emulator.cortex_m.scb import BaselineScb, Fpu, Scb
from neurio_gen.emulator.cortex_m.systick import SysTick
from neurio_gen.emulator.esp32.analog import AnalogC3, AnalogC6, ModemClocks
from neurio_gen.emulator.esp32.clocks import ClockResetC6, PowerUnit, SystemRegisters
from neurio_gen.emulator.esp32.flash_map import CacheBusesC6, FlashMapC3, FlashMapC6
from neurio_gen.emulator.esp32.pins import Gpio as EspressifGpio
from neurio_gen.emulator.esp32.pins import IoMux
from neurio_gen.emulator.esp32.rom import RomFunctions
from neurio_gen.emulator.esp32.timer import SystemTimer
from neurio_gen.emulator.esp32.uart import UartC3, UartC6
from neurio_gen.emulator.esp32.watchdog import RtcWatchdogs, TimerGroup
from neurio_gen.emulator.imxrt.clocks import AnalogClocks, ClockModule, Converter
from neurio_gen.emulator.imxrt.flexram import GeneralPurposeRegisters
from neurio_gen.emulator.imxrt.pins import GpioPort as GpioPortRt
from neurio_gen.emulator.imxrt.pins import IoMux as IoMuxRt
from neurio_gen.emulator.imxrt.timer import IntervalTimer
from neurio_gen.emulator.imxrt.uart import LowPowerUart
from neurio_gen.emulator.mps2.fpgaio import FpgaIo
from neurio_gen.emulator.mps2.uart import CmsdkUart
from neurio_gen.emulator.nrf52.clock import ClockControl
from neurio_gen.emulator.nrf52.gpio import GpioPort as NordicPort
from neurio_gen.emulator.nrf52.nvmc import MemoryController
from neurio_gen.emulator.nrf52.ppi import Interconnect
from neurio_gen.emulator.nrf52.timer import Timer as NordicTimer
from neurio_gen.emulator.nrf52.uart import Uart as NordicUart
from neurio_gen.emulator.peripheral import Peripheral
from neurio_gen.emulator.rp2040.clocks import Clocks, Watchdog
from neurio_gen.emulator.rp2040.flash import FlashInterface
from neurio_gen.emulator.rp2040.gpio import IoBank, Pads, SingleCycleIo
from neurio_gen.emulator.rp2040.oscillator import CrystalOscillator, Pll
from neurio_gen.emulator.rp2040.resets import Resets
from neurio_gen.emulator.rp2040.timer import Timer as PicoTimer
from neurio_gen.emulator.rp2040.uart import Uart as PrimeCellUart
from neurio_gen.emulator.rp2350.clocks import Clocks as ClocksRp2350
from neurio_gen.emulator.rp2350.clocks import TickGenerators
from neurio_gen.emulator.rp2350.pins import Pads as PadsRp2350
from neurio_gen.emulator.rp2350.pins import Resets as ResetsRp2350
from neurio_gen.emulator.rp2350.pins import SingleCycleIo as SingleCycleIoRp2350
from neurio_gen.emulator.stm32.dma import DmaController, DmaMultiplexer
from neurio_gen.emulator.stm32.flash import FlashController
from neurio_gen.emulator.stm32.gpio import GpioPort
from neurio_gen.emulator.stm32.pwr import PowerController
from neurio_gen.emulator.stm32.rcc import ResetAndClock
from neurio_gen.emulator.stm32.sai import SerialAudioInterface
from neurio_gen.emulator.stm32.syscfg import SystemConfiguration
from neurio_gen.emulator.stm32.timer import GeneralTimer
from neurio_gen.emulator.stm32.usart import FirstUsart, Usart
from neurio_gen.emulator.stm32f4.pwr import PowerController as PowerControllerF4
from neurio_gen.emulator.stm32f4.rcc import ResetAndClock as ResetAndClockF4
from neurio_gen.emulator.stm32h7.dbgmcu import ChipIdentity
from neurio_gen.emulator.stm32h7.flash import FlashController as FlashControllerH7
from neurio_gen.emulator.stm32h7.pwr import PowerController as PowerControllerH7
from neurio_gen.emulator.stm32h7.pwr import PowerControllerH7A3
from neurio_gen.emulator.stm32h7.rcc import ResetAndClock as ResetAndClockH7
from neurio_gen.emulator.stm32h7.rcc import ResetAndClockH7A3
from neurio_gen.emulator.stm32h7.syscfg import SystemConfiguration as SystemConfigurationH7
from neurio_gen.emulator.stm32u5.flash import FlashController as FlashControllerU5
from neurio_gen.emulator.stm32u5.icache import InstructionCache
from neurio_gen.emulator.stm32u5.pwr import PowerController as PowerControllerU5
from neurio_gen.emulator.stm32u5.rcc import ResetAndClock as ResetAndClockU5

_MODELS: dict[str, type[Peripheral]] = {
    "cortex_m.baseline_scb": BaselineScb,
    "cortex_m.cache_maintenance": CacheMaintenance,
    "cortex_m.cached_scb": CachedScb,
    "cortex_m.debug": DebugControl,
    "cortex_m.dwt": Dwt,
    "cortex_m.fpu": Fpu,
    "cortex_m.mpu": ProtectionUnit,
    "cortex_m.nvic": Nvic,
    "cortex_m.scb": Scb,
    "cortex_m.systick": SysTick,
    "esp32.gpio": EspressifGpio,
    "esp32.io_mux": IoMux,
    "esp32.rom": RomFunctions,
    "esp32.rtc_watchdogs": RtcWatchdogs,
    "esp32.timer": SystemTimer,
    "esp32.timer_group": TimerGroup,
    "esp32c3.analog": AnalogC3,
    "esp32c3.flash_map": FlashMapC3,
    "esp32c3.system": SystemRegisters,
    "esp32c3.uart": UartC3,
    "esp32c6.analog": AnalogC6,
    "esp32c6.cache_buses": CacheBusesC6,
    "esp32c6.flash_map": FlashMapC6,
    "esp32c6.modem_clocks": ModemClocks,
    "esp32c6.pcr": ClockResetC6,
    "esp32c6.pmu": PowerUnit,
    "esp32c6.uart": UartC6,
    "imxrt.analog": AnalogClocks,
    "imxrt.ccm": ClockModule,
    "imxrt.dcdc": Converter,
    "imxrt.gpio": GpioPortRt,
    "imxrt.gpr": GeneralPurposeRegisters,
    "imxrt.iomux": IoMuxRt,
    "imxrt.pit": IntervalTimer,
    "imxrt.uart": LowPowerUart,
    "mps2.fpgaio": FpgaIo,
    "mps2.uart": CmsdkUart,
    "nrf52.clock": ClockControl,
    "nrf52.gpio": NordicPort,
    "nrf52.nvmc": MemoryController,
    "nrf52.ppi": Interconnect,
    "nrf52.timer": NordicTimer,
    "nrf52.uart": NordicUart,
    "rp2040.clocks": Clocks,
    "rp2040.flash": FlashInterface,
    "rp2040.io_bank": IoBank,
    "rp2040.pads": Pads,
    "rp2040.pll": Pll,
    "rp2040.resets": Resets,
    "rp2040.sio": SingleCycleIo,
    "rp2040.timer": PicoTimer,
    "rp2040.uart": PrimeCellUart,
    "rp2040.watchdog": Watchdog,
    "rp2040.xosc": CrystalOscillator,
    "stm32.gpio": GpioPort,
    "stm32.timer": GeneralTimer,
    "rp2350.clocks": ClocksRp2350,
    "rp2350.pads": PadsRp2350,
    "rp2350.resets": ResetsRp2350,
    "rp2350.sio": SingleCycleIoRp2350,
    "rp2350.ticks": TickGenerators,
    "stm32.dma": DmaController,
    "stm32.dmamux": DmaMultiplexer,
    "stm32.first_usart": FirstUsart,
    "stm32.flash": FlashController,
    "stm32.sai": SerialAudioInterface,
    "stm32.usart": Usart,
    "stm32f4.pwr": PowerControllerF4,
    "stm32f4.rcc": ResetAndClockF4,
    "stm32h7.dbgmcu": ChipIdentity,
    "stm32h7.flash": FlashControllerH7,
    "stm32h7.pwr": PowerControllerH7,
    "stm32h7.rcc": ResetAndClockH7,
    "stm32h7.syscfg": SystemConfigurationH7,
    "stm32h7a3.pwr": PowerControllerH7A3,
    "stm32h7a3.rcc": ResetAndClockH7A3,
    "stm32l4.pwr": PowerController,
    "stm32l4.rcc": ResetAndClock,
    "stm32l4.syscfg": SystemConfiguration,
    "stm32u5.flash": FlashControllerU5,
    "stm32u5.icache": InstructionCache,
    "stm32u5.pwr": PowerControllerU5,
    "stm32u5.rcc": ResetAndClockU5,
}


def model_named(name: str) -> type[Peripheral]:
    """The model of that name; the data of the chips name no other."""
    return _MODELS[name]
