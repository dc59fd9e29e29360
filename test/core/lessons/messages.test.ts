import assert from "node:assert/strict";
import { isFromLessonPanel, isLessonPanelState, isToLessonPanel } from "../../../src/protocol/lessonChecks";

const nonsense = [
  undefined,
  null,
  1,
  "x",
  [],
  {},
  { type: 1 },
  { type: "__proto__" },
  { type: "constructor" },
  { type: "toString" },
];

describe("messages of the lesson panel", () => {
  it("are none of ours without a known type", () => {
    for (const message of nonsense) {
      assert.equal(isToLessonPanel(message), false);
      assert.equal(isFromLessonPanel(message), false);
    }
  });

  const sound: readonly object[] = [
    { type: "ready" },
    { type: "openLesson", lesson: "a", anchor: "b" },
    { type: "setLanguage", language: "zh-cn" },
    { type: "answer", lesson: "a", question: "q", answer: 0 },
    { type: "simulate", lesson: "a", id: "b" },
    { type: "findTerms", request: 1, texts: [{ kind: "code", text: "x" }] },
    { type: "explain", request: 1, subject: { kind: "value", key: "k", value: "1", word: 0 } },
    { type: "command", command: "netstackLens.explain", argument: "x" },
    { type: "page", request: 1, html: "" },
  ];
  for (const message of sound)
    it(`take ${JSON.stringify(message)}`, () => assert.equal(isFromLessonPanel(message), true));

  const unsound: readonly object[] = [
    { type: "openLesson", lesson: ["a"] },
    { type: "setLanguage", language: "fr" },
    { type: "answer", lesson: "a", question: "q", answer: -1 },
    { type: "answer", lesson: "a", question: "q", answer: 0.5 },
    { type: "findTerms", request: 1, texts: [{ kind: "html", text: "x" }] },
    { type: "findTerms", request: 1, texts: "x" },
    { type: "explain", request: 1, subject: { kind: "value", key: "k", value: "1", word: "0" } },
    { type: "explain", request: 1, subject: null },
    { type: "command", command: "workbench.action.terminal.sendSequence", argument: "x" },
    { type: "command", command: "netstackLens.explain", argument: { a: 1 } },
    { type: "openPlace", file: "x", line: Number.NaN },
  ];
  for (const message of unsound)
    it(`refuse ${JSON.stringify(message)}`, () => assert.equal(isFromLessonPanel(message), false));

  it("bring a lesson only whole", () => {
    const lesson = { id: "a", language: "en", title: "", question: "", answer: "", difficulty: "beginner", minutes: 1, body: "", keys: [], prerequisites: [], sources: [], predictions: [], simulations: [] }; // prettier-ignore
    const message = {
      type: "showLesson",
      lesson,
      labels: {},
      lessons: [],
      paths: [],
      reading: { read: [], answered: {} },
    };
    assert.equal(isToLessonPanel(message), true);
    for (const name of Object.keys(lesson)) assert.equal(isToLessonPanel({ ...message, lesson: { ...lesson, [name]: null } }), false, name); // prettier-ignore
    assert.equal(isToLessonPanel({ ...message, labels: { "panel.x": 1 } }), false);
    assert.equal(isToLessonPanel({ ...message, reading: { read: [], answered: { a: "b" } } }), false);
  });

  it("know a state that was kept", () => {
    assert.equal(isLessonPanelState({ lesson: "a" }), true);
    assert.equal(
      isLessonPanelState({ lesson: "a", place: { block: 3, offset: -12.5 }, path: "p", language: "en" }),
      true,
    );
    for (const state of [{}, { lesson: 1 }, { lesson: "a", place: { block: "3" } }, { lesson: "a", language: "xx" }])
      assert.equal(isLessonPanelState(state), false);
  });
});
