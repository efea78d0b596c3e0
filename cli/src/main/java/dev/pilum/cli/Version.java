package dev.pilum.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says which Pilum on which Java this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    Optional<String> version = module == null ? Optional.empty() : module.rawVersion();
    return new String[] {
      "pilum " + version.orElse("(development)") + ", Java " + Runtime.version()
    };
  }
}
