package dev.pilum.storage.arrow;

/** Names under which facts that Arrow has no place for are kept in a field's metadata. */
final class MetadataKeys {
  /** Decimal digits of {@link dev.pilum.storage.schema.Field#id()}; absent for 0. */
  static final String FIELD_ID = "pilum.field_id";

  /** Arrow's own key for the name of an extension type. */
  static final String EXTENSION_NAME = "ARROW:extension:name";

  /** Arrow's own key for the parameters of an extension type; the UUID type has none. */
  static final String EXTENSION_METADATA = "ARROW:extension:metadata";

  /** Arrow's canonical extension for 128-bit identifiers. */
  static final String UUID = "arrow.uuid";

  private MetadataKeys() {}
}
