/* Tokens in Wagtail's rich-text editor: a chip for each one, and a list to choose from.

   The text itself stays `{{ store.phone }}`: that is what is saved, checked and filled. Which tokens a field knows
   comes with the field, from stores/token_feature.py. */
(() => {
    const { createElement, useEffect, useRef, useState, Children } = window.React;
    const { EditorState, Modifier } = window.DraftJS;

    const TYPE = "TOKEN";
    const BRACES = /\{\{[\s\S]*?(?:\}\}|$)/g;
    const WRITTEN = /^\{\{\s*([a-z]+\.[a-z_]+)\s*\}\}$/;

    /** What an editor reads for a token as it is written; undefined where nothing can fill it. */
    const labelOf = (tokens, written) => {
        const name = WRITTEN.exec(written)?.[1];
        return name !== undefined && Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    };

    const rangesIn = (text) =>
        [...text.matchAll(BRACES)].map((match) => ({
            start: match.index,
            end: match.index + match[0].length,
            written: match[0],
        }));

    /** The known token of a block around, or beside, an offset. */
    const tokenWhere = (tokens, block, fits) =>
        block && rangesIn(block.getText()).find((range) => labelOf(tokens, range.written) && fits(range));

    // A chip. Its text is there for the caret and the clipboard; tokens.css shows the label in its place.
    const Chip = ({ tokens, decoratedText, children }) => {
        // More than one leaf: a part of it is bold, or a link, so that it is no token where it is saved.
        const isWhole = Children.count(children) === 1;
        const label = isWhole ? labelOf(tokens, decoratedText) : undefined;
        const described = label
            ? { className: "token-chip", "data-token-label": label, title: `Filled for each store: ${label}` }
            : { className: "token-unknown", title: "Unknown: no store can fill this." };
        return createElement("span", { ...described, spellCheck: false }, children);
    };

    /** Writes a token where the caret is, or in place of what is marked, in the style and the link around it. */
    const insert = (editorState, name) => {
        const content = editorState.getCurrentContent();
        const selection = editorState.getSelection();
        const block = content.getBlockForKey(selection.getStartKey());
        const at = selection.getStartOffset();
        const before = at > 0 ? block.getEntityAt(at - 1) : null;
        const link = before && before === block.getEntityAt(selection.getEndOffset()) ? before : null;
        const written = `{{ ${name} }}`;
        const style = editorState.getCurrentInlineStyle();
        const changed = Modifier.replaceText(content, selection, written, style, link);
        return EditorState.push(editorState, changed, "insert-characters");
    };

    const move = (event, items) => {
        const steps = { ArrowDown: 1, ArrowUp: -1 };
        const at = items.indexOf(document.activeElement);
        let next;
        if (event.key in steps) next = (at + steps[event.key] + items.length) % items.length;
        if (event.key === "Home") next = 0;
        if (event.key === "End") next = items.length - 1;
        if (next === undefined) return;
        event.preventDefault();
        items[next].focus();
    };

    const Choices = ({ tokens, onChoose }) => {
        const menu = useRef(null);
        useEffect(() => {
            const frame = requestAnimationFrame(() => menu.current?.querySelector("button")?.focus());
            return () => cancelAnimationFrame(frame);
        }, []);
        const choice = ([name, label]) =>
            createElement(
                "button",
                { key: name, type: "button", role: "menuitem", className: "token-choice", onClick: () => onChoose(name) },
                createElement("span", null, label),
                createElement("code", null, `{{ ${name} }}`),
            );
        const onKeyDown = (event) => move(event, [...menu.current.querySelectorAll("button")]);
        return createElement(
            "div",
            { ref: menu, role: "menu", "aria-label": "Insert what each store fills in", className: "token-choices", onKeyDown },
            Object.entries(tokens).map(choice),
        );
    };

    /** Below the caret; below its block where the browser knows no caret. */
    const placeOf = (editorState) => (editor) => {
        const marked = window.getSelection();
        let rect = marked.rangeCount ? marked.getRangeAt(0).getBoundingClientRect() : null;
        if (!rect || (!rect.width && !rect.height)) {
            const key = editorState.getSelection().getStartKey();
            const block = document.querySelector(`[data-block="true"][data-offset-key="${key}-0-0"]`);
            rect = block ? block.getBoundingClientRect() : { left: 0, bottom: 0 };
        }
        return { top: rect.bottom - editor.top, left: Math.max(0, rect.left - editor.left) };
    };

    // What the toolbar's button, `+` and `/` open.
    const TokenSource = ({ editorState, entityType, onComplete, onClose }) => {
        const [isOpen, setOpen] = useState(true);
        const end = (next) => {
            setOpen(false);
            onComplete(next);
        };
        return createElement(window.Draftail.Tooltip, {
            shouldOpen: isOpen,
            placement: "bottom-start",
            getTargetPosition: placeOf(editorState),
            onHide: () => end(null),
            onClickOutside: onClose,
            content: createElement(Choices, {
                tokens: entityType.tokens,
                onChoose: (name) => end(insert(editorState, name)),
            }),
        });
    };

    /** Where a caret that stands inside a token belongs: at its far end, seen from where it came. */
    const edge = (range, was, key) => {
        if (was.getFocusKey() === key && was.getFocusOffset() >= range.end) return range.start;
        if (was.getFocusKey() === key && was.getFocusOffset() <= range.start) return range.end;
        return range.end;
    };

    const plugin = {
        type: TYPE,

        /** No caret inside a token, and none marked in part. */
        onChange(editorState, { getEditorState }) {
            const selection = editorState.getSelection();
            const key = selection.getFocusKey();
            const offset = selection.getFocusOffset();
            const block = editorState.getCurrentContent().getBlockForKey(key);
            const inside = tokenWhere(this.tokens, block, ({ start, end }) => start < offset && offset < end);
            if (!inside || !selection.getHasFocus()) return editorState;
            const focusOffset = edge(inside, getEditorState().getSelection(), key);
            if (selection.isCollapsed()) {
                const moved = selection.merge({ anchorOffset: focusOffset, focusOffset });
                return EditorState.forceSelection(editorState, moved);
            }
            return EditorState.acceptSelection(editorState, selection.merge({ focusOffset }));
        },

        /** One key takes a whole token away. */
        handleKeyCommand(command, editorState, ...rest) {
            const { setEditorState } = rest[rest.length - 1];
            const isBack = command.startsWith("backspace");
            const selection = editorState.getSelection();
            if (!(isBack || command.startsWith("delete")) || !selection.isCollapsed()) return "not-handled";
            const offset = selection.getStartOffset();
            const content = editorState.getCurrentContent();
            const block = content.getBlockForKey(selection.getStartKey());
            const range = tokenWhere(this.tokens, block, ({ start, end }) => (isBack ? end : start) === offset);
            if (!range) return "not-handled";
            const whole = selection.merge({ anchorOffset: range.start, focusOffset: range.end, isBackward: false });
            const changed = Modifier.removeRange(content, whole, isBack ? "backward" : "forward");
            setEditorState(EditorState.push(editorState, changed, "remove-range"));
            return "handled";
        },
    };

    const decorator = {
        type: TYPE,
        strategy: (block, found) => rangesIn(block.getText()).forEach(({ start, end }) => found(start, end)),
        component: Chip,
    };

    window.draftail.registerPlugin({ type: TYPE, source: TokenSource }, "entityTypes");
    window.draftail.registerPlugin(decorator, "decorators");
    window.draftail.registerPlugin(plugin, "plugins");
})();
