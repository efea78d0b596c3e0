package dev.pilum.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/**
 * Main code locks with {@code java.util.concurrent.locks} only: the deterministic scheduler cannot
 * see a monitor. ArchUnit shows synchronized methods, but not blocks, hence the look at the
 * bytecode.
 */
class NobodySynchronizesTest {
  private final JavaClasses classes = PilumClasses.ALL;

  @Test
  void noMethodIsSynchronized() {
    noMethods().should().haveModifier(SYNCHRONIZED).check(classes);
  }

  @Test
  void noBlockIsSynchronized() {
    assertThat(classes.stream().flatMap(c -> methodsThatEnterMonitors(bytesOf(c)).stream()))
        .isEmpty();
  }

  @Test
  void theSearchForBlocksFindsOne() {
    JavaClass offender = new ClassFileImporter().importClass(Offender.class);
    assertThat(methodsThatEnterMonitors(bytesOf(offender)))
        .singleElement()
        .asString()
        .endsWith("Offender.getAsInt");
  }

  private static List<String> methodsThatEnterMonitors(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    return model.methods().stream()
        .filter(NobodySynchronizesTest::entersMonitor)
        .map(m -> model.thisClass().asInternalName() + "." + m.methodName().stringValue())
        .toList();
  }

  private static boolean entersMonitor(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .anyMatch(e -> e instanceof MonitorInstruction i && i.opcode() == Opcode.MONITORENTER);
  }

  private static byte[] bytesOf(JavaClass type) {
    return read(() -> type.getSource().orElseThrow().getUri().toURL().openStream());
  }

  private static byte[] read(Source source) {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Source {
    InputStream open() throws IOException;
  }

  private static final class Offender implements IntSupplier {
    private int count;

    @Override
    public int getAsInt() {
      synchronized (this) {
        return ++count;
      }
    }
  }
}
