from flask import Blueprint, abort, jsonify, request, url_for


def make_book(name, texts):
    bp = Blueprint(name, __name__)

    def note(number):
        return {"number": number, "text": texts[number - 1], "url": url_for(f"{name}.one", number=number)}

    @bp.route("", methods=["GET"])
    def listed():
        return jsonify(book=name, notes=[note(number) for number in range(1, len(texts) + 1)])

    @bp.route("", methods=["POST"])
    def more():
        texts.append(request.json["text"])
        return jsonify(note(len(texts))), 201

    @bp.route("/<int:number>")
    def one(number):
        if number == 0 or number > len(texts):
            abort(404)
        return jsonify(note(number))

    bp.register_error_handler(404, lambda error: (jsonify(error="no such note", book=name), 404))
    return bp
