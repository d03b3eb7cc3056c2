"""A model as TensorFlow Lite Micro runs it: the file itself, its operators, and an arena."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from neurio_gen.codegen import text
from neurio_gen.codegen.image import ImageModel
from neurio_gen.codegen.program import Program, ProgramLayer
from neurio_gen.codegen.render import Renderer
from neurio_gen.compiler.arithmetic import arithmetic_of
from neurio_gen.compiler.graph import Graph, Operator
from neurio_gen.compiler.kernels.candidates import is_function
from neurio_gen.compiler.macs import count_macs
from neurio_gen.compiler.plan import Port
from neurio_gen.compiler.ports import port_of
from neurio_gen.compiler.tolerance import Tolerance, tolerance_of
from neurio_gen.engines.tflm.operators import resolver_name, resolver_names, used_operators
from neurio_gen.results.words import Arithmetic


@dataclass(frozen=True, eq=False)
class TflmProgram(Program):
    """`tflite` in an image, run by an interpreter with `arena` bytes of RAM."""

    graph: Graph
    tflite: bytes
    arena: int

    def with_arena(self, nbytes: int) -> TflmProgram:
        """The same with another arena."""
        return replace(self, arena=nbytes)

    @property
    def inputs(self) -> tuple[Port, ...]:
        """The model's inputs, in order."""
        return tuple(port_of(self.graph.tensors[i]) for i in self.graph.inputs)

    @property
    def outputs(self) -> tuple[Port, ...]:
        """The model's outputs, in order."""
        return tuple(port_of(self.graph.tensors[i]) for i in self.graph.outputs)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one inference."""
        return sum(count_macs(self.graph, operator) for operator in self.graph.operators)

    @property
    def constant_bytes(self) -> int:
        """The model's file."""
        return len(self.tflite)

    @property
    def arena_bytes(self) -> int:
        """All that the interpreter allocates: tensors, and what it needs of them and of kernels."""
        return self.arena

    @property
    def tolerance(self) -> Tolerance:
        """Its functions of float32 are the board's C library's, not the host's."""
        return tolerance_of(self.graph, [is_function(each) for each in self.graph.operators])

    @property
    def arithmetic(self) -> Arithmetic:
        """What the file's operators compute in."""
        return arithmetic_of(self.graph)

    @property
    def layers(self) -> tuple[ProgramLayer, ...]:
        """The operators, in the order of the file, which is that of the interpreter."""
        return tuple(_layer(self.graph, operator) for operator in self.graph.operators)

    def sources(
        self, model: ImageModel, renderer: Renderer, banner: str, *, layer_hooks: bool
    ) -> Mapping[str, str]:
        """One file."""
        namespace = text.namespace(model.id)
        rendered = renderer.render(
            "tflm.cc.j2",
            banner=banner,
            model=model,
            program=self,
            graph=self.graph,
            namespace=namespace,
            array=f"k{text.camel(model.id)}Model",
            tflite=self.tflite,
            operators=resolver_names(used_operators(self.tflite)),
            layer_hooks=layer_hooks,
        )
        return {f"{namespace}.cc": rendered}


def _layer(graph: Graph, operator: Operator) -> ProgramLayer:
    read = [graph.tensors[i] for i in operator.inputs if i is not None]
    written = [graph.tensors[i] for i in operator.outputs]
    macs = count_macs(graph, operator)
    return ProgramLayer(
        index=operator.source,
        name=written[0].name,
        operator=operator.kind,
        kernel=resolver_name(operator.kind),
        macs=macs,
        executed_macs=macs,
        constant_bytes=sum(tensor.nbytes for tensor in read if tensor.is_constant),
        activation_bytes=sum(
            tensor.nbytes for tensor in (*read, *written) if not tensor.is_constant
        ),
    )
