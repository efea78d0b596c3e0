/** A key map kept by Chronicle Map. */
module dev.pilum.chronicle {
  requires chronicle.map;
  requires dev.pilum.storage;
  requires org.jspecify;

  provides dev.pilum.storage.keys.KeyMapProvider with
      dev.pilum.chronicle.ChronicleKeyMaps;
}
