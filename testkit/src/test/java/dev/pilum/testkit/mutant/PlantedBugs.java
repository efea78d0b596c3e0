package dev.pilum.testkit.mutant;

import static dev.pilum.testkit.mutant.Edit.alwaysJumps;
import static dev.pilum.testkit.mutant.Edit.answers;
import static dev.pilum.testkit.mutant.Edit.drops;
import static dev.pilum.testkit.mutant.Edit.empties;
import static dev.pilum.testkit.mutant.Edit.handsOn;
import static dev.pilum.testkit.mutant.Edit.keepsField;
import static dev.pilum.testkit.mutant.Edit.neverJumps;
import static dev.pilum.testkit.mutant.Edit.postpones;
import static dev.pilum.testkit.mutant.Edit.repeats;
import static dev.pilum.testkit.mutant.Edit.says;
import static dev.pilum.testkit.mutant.Edit.takesIndexZero;
import static dev.pilum.testkit.table.Check.BESIDE;
import static dev.pilum.testkit.table.Check.CRASH;
import static dev.pilum.testkit.table.Check.DAMAGE;
import static dev.pilum.testkit.table.Check.FAULT;
import static dev.pilum.testkit.table.Check.MODEL;
import static dev.pilum.testkit.table.Check.REPLICA;
import static dev.pilum.testkit.table.Check.TWO_OPENERS;

import dev.pilum.testkit.table.Check;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;

/** The deliberate bugs, each in one method of the engine or its storage. */
final class PlantedBugs {
  private static final String WAL = "dev.pilum.storage.wal.";
  private static final String MANIFEST = "dev.pilum.storage.manifest.";
  private static final String WRITE = "dev.pilum.engine.write.";

  private PlantedBugs() {}

  static List<Mutant> all() {
    List<Mutant> all = new ArrayList<>();
    all.addAll(ofTheLog());
    all.addAll(ofManifests());
    all.addAll(ofFiles());
    all.addAll(ofMerges());
    all.addAll(ofRows());
    all.addAll(ofReading());
    all.addAll(ofFeeds());
    return all;
  }

  private static List<Mutant> ofTheLog() {
    return List.of(
        bug(
            "acknowledged before the log is forced",
            WRITE + "CommitLog.write",
            drops("force"),
            CRASH),
        bug(
            "log records' checksum not looked at",
            WAL + "LogFile.moveTo",
            neverJumps(Opcode.IF_ICMPNE),
            CRASH),
        bug(
            "a log record replayed twice",
            WAL + "LogRecovery.replayFrame",
            repeats("handOut"),
            CRASH),
        bug(
            "log renamed before it is forced",
            WAL + "LogWriter.publish",
            postpones("force"),
            CRASH),
        bug(
            "folder of the log not forced",
            WAL + "LogWriter.publish",
            drops("forceDirectory"),
            CRASH),
        bug(
            "next log begun before the last is sealed",
            WRITE + "CommitLog.startNext",
            drops("seal"),
            CRASH),
        bug(
                "closed without writing down where the log ends",
                WRITE + "CommitLog.end",
                drops("startNextOfSealed"),
                DAMAGE)
            .foundAt(41),
        bug(
                "damage inside the log taken for a torn end",
                WAL + "LogRecovery.replayNewest",
                answers("findAcknowledgedAbove", -1),
                DAMAGE)
            .foundAt(10),
        bug(
            "recovery forgets to log what it replayed",
            WRITE + "Replay.accept",
            drops("gather"),
            CRASH),
        bug(
            "writing goes on after a failed force",
            WRITE + "CommitPipeline.breakOff",
            empties(),
            FAULT));
  }

  private static List<Mutant> ofManifests() {
    return List.of(
        bug("manifest not forced", MANIFEST + "ManifestStore.write", drops("force"), CRASH),
        bug(
            "manifest written under its last name",
            MANIFEST + "ManifestStore.write",
            says(".mf.tmp", ".mf"),
            CRASH),
        bug(
                "manifest's checksum not looked at",
                MANIFEST + "ManifestCodec.decode",
                alwaysJumps(Opcode.IF_ICMPEQ),
                DAMAGE)
            .foundAt(3));
  }

  private static List<Mutant> ofFiles() {
    return List.of(
        bug(
            "column file not forced",
            "dev.pilum.storage.arrow.ArrowFileWriter.write",
            drops("force"),
            CRASH),
        bug(
            "folders of column files not forced",
            WRITE + "TableFolder.forceNames",
            empties(),
            CRASH),
        bug(
            "column file's checksum not looked at",
            "dev.pilum.storage.arrow.ArrowFileReader.verify",
            alwaysJumps(Opcode.IF_ICMPEQ),
            DAMAGE),
        bug(
            "delete file not forced",
            "dev.pilum.storage.segment.DeleteFile.write",
            drops("force"),
            CRASH),
        bug(
            "no delete file written at a flush",
            WRITE + "Flushes.withDeletes",
            alwaysJumps(Opcode.IF_ICMPEQ),
            MODEL),
        bug(
                "dropped table's mark not forced",
                "dev.pilum.engine.db.TableCatalog.drop",
                drops("forceDirectory"),
                CRASH)
            .foundAt(37),
        bug(
            "database's lock not taken",
            "dev.pilum.engine.db.DatabaseOpener.locked",
            drops("lock"),
            TWO_OPENERS));
  }

  private static List<Mutant> ofMerges() {
    return List.of(
        bug(
                "merged segment put before older ones",
                WRITE + "Merges.replaced",
                takesIndexZero("add"),
                MODEL)
            .foundAt(11),
        bug(
            "merged segment's dead rows forgotten by the view",
            WRITE + "Replacement.addOthers",
            empties(),
            BESIDE));
  }

  private static List<Mutant> ofRows() {
    return List.of(
        bug("upsert not put into the key table", WRITE + "ViewEditor.append", drops("put"), MODEL),
        bug("upsert leaves the row it replaces", WRITE + "ViewEditor.kill", empties(), MODEL),
        bug(
            "commit does not advance the version",
            WRITE + "ViewEditor.apply",
            keepsField("version"),
            MODEL),
        bug("row ids given twice", WRITE + "ViewEditor.append", keepsField("nextRowId"), MODEL),
        bug(
            "a view does not hold its segments",
            "dev.pilum.engine.table.Source.retain",
            empties(),
            MODEL));
  }

  private static List<Mutant> ofReading() {
    return List.of(
        bug(
            "filters count dead rows",
            "dev.pilum.engine.read.Selection.counted",
            drops("word"),
            MODEL),
        bug(
            "bitmap index without its rows",
            "dev.pilum.storage.scalar.BitmapWriter.bitmap",
            drops("add"),
            MODEL),
        bug(
                "text search finds dead rows",
                "dev.pilum.fts.index.BestRows.isIn",
                alwaysJumps(Opcode.IFNULL),
                MODEL)
            .foundAt(15));
  }

  private static List<Mutant> ofFeeds() {
    return List.of(
        bug(
                "changes told before they are forced",
                WRITE + "TableStore.acquireForced",
                drops("forceSeen"),
                REPLICA)
            .foundAt(17),
        bug(
            "changes acknowledged when they are told",
            "dev.pilum.engine.db.LocalChangeFeed.poll",
            handsOn("next", "acknowledge"),
            REPLICA),
        bug(
            "merges leave out rows that a feed waits for",
            MANIFEST + "VersionHistory.needs",
            empties(),
            REPLICA),
        bug(
            "versions given up that a feed waits for",
            MANIFEST + "VersionHistory.oldestWanted",
            answers("isLost", 1),
            REPLICA),
        bug(
            "a key's delete told as its last change though it came back",
            "dev.pilum.engine.feed.ChangeCursor.comesBack",
            empties(),
            REPLICA));
  }

  private static Mutant bug(String what, String place, Edit edit, Check check) {
    int dot = place.lastIndexOf('.');
    return new Mutant(what, place.substring(0, dot), place.substring(dot + 1), edit, check);
  }
}
