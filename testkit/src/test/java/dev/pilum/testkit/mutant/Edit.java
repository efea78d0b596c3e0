package dev.pilum.testkit.mutant;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A change of one method's byte code: what a careless programmer might have written instead. */
@FunctionalInterface
interface Edit {
  /** Returns the change; {@code hits} counts the places where it was made. */
  MethodTransform of(MethodModel method, AtomicInteger hits);

  /** The method does nothing and returns 0, false or null. */
  static Edit empties() {
    return body((code, method) -> {
      TypeKind kind = TypeKind.from(method.methodTypeSymbol().returnType());
      push(code, method.methodTypeSymbol().returnType(), 0);
      code.return_(kind);
    });
  }

  /** A call is left out; what it would have returned is 0, false or null. */
  static Edit drops(String call) {
    return answers(call, 0);
  }

  /** A call is left out; what it would have returned is this number. */
  static Edit answers(String call, long value) {
    return each(
        isCall(call),
        (code, element) -> {
          InvokeInstruction invoke = (InvokeInstruction) element;
          popAll(code, invoke);
          push(code, invoke.typeSymbol().returnType(), value);
        });
  }

  /** A call with one argument, which returns nothing, is made twice. */
  static Edit repeats(String call) {
    return each(isCall(call), (code, element) -> code.dup2().with(element).with(element));
  }

  /** A call of the object's own method without arguments comes at the method's end only. */
  static Edit postpones(String call) {
    return (method, hits) -> {
      InvokeInstruction postponed = find(method, isCall(call));
      return MethodTransform.transformingCode((code, element) -> {
        if (isCall(call).test(element)) {
          hits.incrementAndGet();
          popAll(code, (InvokeInstruction) element);
        } else if (element instanceof ReturnInstruction && postponed != null) {
          code.aload(0).with(postponed).with(element);
        } else {
          code.with(element);
        }
      });
    };
  }

  /** A call that takes an index and an object gets 0 for the index. */
  static Edit takesIndexZero(String call) {
    return each(isCall(call), (code, element) -> code.swap().pop().iconst_0().swap().with(element));
  }

  /** A field keeps what it had. */
  static Edit keepsField(String name) {
    return each(
        isPut(name),
        (code, element) -> {
          pop(code, ((FieldInstruction) element).typeSymbol());
          code.pop();
        });
  }

  /** When a field of the object is set, a method of it gets the value too. */
  static Edit handsOn(String field, String method) {
    return each(
        isPut(field),
        (code, element) -> {
          FieldInstruction put = (FieldInstruction) element;
          code.dup2()
              .with(element)
              .invokevirtual(
                  put.owner().asSymbol(),
                  method,
                  MethodTypeDesc.of(ConstantDescs.CD_void, put.typeSymbol()));
        });
  }

  /** Jumps of this kind are never made. */
  static Edit neverJumps(Opcode opcode) {
    return each(isJump(opcode), (code, element) -> popOperands(code, opcode));
  }

  /** Jumps of this kind are always made. */
  static Edit alwaysJumps(Opcode opcode) {
    return each(
        isJump(opcode),
        (code, element) -> {
          popOperands(code, opcode);
          code.goto_(((BranchInstruction) element).target());
        });
  }

  /** A text in the code is another one. */
  static Edit says(String text, String instead) {
    return each(
        element ->
            element instanceof ConstantInstruction constant
                && text.equals(constant.constantValue()),
        (code, element) -> code.loadConstant(instead));
  }

  /** Writes a method's code anew. */
  @FunctionalInterface
  interface Body {
    void write(CodeBuilder code, MethodModel method);
  }

  /** Writes something instead of one instruction. */
  @FunctionalInterface
  interface Instead {
    void write(CodeBuilder code, CodeElement element);
  }

  private static Edit body(Body body) {
    return (method, hits) ->
        (builder, element) -> {
          if (element instanceof CodeModel) {
            hits.incrementAndGet();
            builder.withCode(code -> body.write(code, method));
          } else {
            builder.with(element);
          }
        };
  }

  private static Edit each(Predicate<CodeElement> meant, Instead instead) {
    return (method, hits) -> {
      CodeTransform transform =
          (code, element) -> {
            if (meant.test(element)) {
              hits.incrementAndGet();
              instead.write(code, element);
            } else {
              code.with(element);
            }
          };
      return MethodTransform.transformingCode(transform);
    };
  }

  private static Predicate<CodeElement> isCall(String name) {
    return element ->
        element instanceof InvokeInstruction invoke && invoke.name().equalsString(name);
  }

  private static Predicate<CodeElement> isPut(String name) {
    return element ->
        element instanceof FieldInstruction field
            && field.opcode() == Opcode.PUTFIELD
            && field.name().equalsString(name);
  }

  private static Predicate<CodeElement> isJump(Opcode opcode) {
    return element -> element instanceof BranchInstruction jump && jump.opcode() == opcode;
  }

  private static InvokeInstruction find(MethodModel method, Predicate<CodeElement> meant) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .filter(meant)
        .map(InvokeInstruction.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static void popAll(CodeBuilder code, InvokeInstruction invoke) {
    List<ClassDesc> arguments = invoke.typeSymbol().parameterList();
    arguments.reversed().forEach(argument -> pop(code, argument));
    if (invoke.opcode() != Opcode.INVOKESTATIC) {
      code.pop();
    }
  }

  private static void pop(CodeBuilder code, ClassDesc type) {
    if (TypeKind.from(type).slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private static void popOperands(CodeBuilder code, Opcode jump) {
    switch (jump) {
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> code.pop();
      default -> code.pop2();
    }
  }

  private static void push(CodeBuilder code, ClassDesc type, long value) {
    if (type.equals(ConstantDescs.CD_long)) {
      code.loadConstant(value);
    } else if (!type.isPrimitive()) {
      code.aconst_null();
    } else if (!type.equals(ConstantDescs.CD_void)) {
      code.loadConstant((int) value);
    }
  }
}
