package dev.pilum.pgvector;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that a target needs before rows can be mirrored into it, in order. Nothing runs
 * them unasked.
 *
 * @param dba those that may need an administrator: extension, schema, rights
 * @param app those that the mirror's own role can run: tables, indexes
 * @param notes what is not there, and why
 */
public record DdlScript(List<String> dba, List<String> app, List<String> notes) {
  /** Copies the lists. */
  public DdlScript {
    dba = List.copyOf(dba);
    app = List.copyOf(app);
    notes = List.copyOf(notes);
  }

  /** Returns all statements in order. */
  public List<String> all() {
    List<String> all = new ArrayList<>(dba);
    all.addAll(app);
    return List.copyOf(all);
  }

  /** Returns the script as text, for psql and for people. */
  public String text() {
    StringBuilder text = new StringBuilder("-- For an administrator\n");
    dba.forEach(statement -> text.append(statement).append(";\n"));
    text.append("\n-- For the role that mirrors\n");
    app.forEach(statement -> text.append(statement).append(";\n"));
    notes.forEach(note -> text.append("-- ").append(note).append('\n'));
    return text.toString();
  }
}
